"""Which language models readers may choose: those that the settings name, and those found on this machine."""

from collections.abc import Iterable
from dataclasses import dataclass

from assistant.model_servers.discovery import FoundModel, ModelServers
from assistant.model_servers.model_name import sent_to, title
from assistant.settings import Settings
from ingest.errors import ModelNotOffered

OFF = ""  # chosen by whoever wants answers of quotations
NO_MODEL = "none"  # how programs and settings write that
LOCAL = "local"  # in the settings: whatever is found on this machine
_SHOWN = 8  # names in a line


@dataclass(frozen=True, slots=True)
class ModelOffer:
    """A model that may be chosen. `sent_to`: who is sent the question and the passages; None where nobody is.

    `where`: the server on this machine that has it, "" for another one.
    """

    name: str
    title: str
    where: str = ""
    sent_to: str | None = None


class ModelChoices:
    """The models that may be chosen here. Any thread may ask; nothing is chosen by itself but the `usual` one."""

    def __init__(self, usual: str | None, named: Iterable[str] = (), servers: ModelServers | None = None) -> None:
        """`usual`: that of the settings, which writes unless another is chosen; `named`: others that are allowed.

        `servers`: those of this machine, if all of their models are allowed.
        """
        self.usual = usual or OFF
        self._named = [ModelOffer(each, title(each), sent_to=sent_to(each)) for each in dict.fromkeys(named)]
        if usual and usual not in {each.name for each in self._named}:
            self._named.insert(0, ModelOffer(usual, title(usual), sent_to=sent_to(usual)))
        self.servers = servers

    @classmethod
    def of(cls, settings: Settings, usual: str | None, *, logins: bool) -> "ModelChoices":
        """Return what these settings allow. Where people log in, that is what is found on this machine only if
        the settings say so.
        """
        allowed = allowed_names(settings.models_allowed)
        is_local = not logins if allowed is None else LOCAL in allowed
        named = [each for each in allowed or () if each not in (LOCAL, NO_MODEL)]
        return cls(usual, named, ModelServers() if is_local else None)

    def offered(self) -> tuple[ModelOffer, ...]:
        """Return the models that may be chosen now; it may take the second that a look at this machine takes."""
        named = {each.name for each in self._named}
        found = self.servers.found() if self.servers else ()
        return (*self._named, *(_offer(each) for each in found if each.name not in named))

    def checked(self, name: str | None) -> str:
        """Return the model that a choice means: None is the usual one. Raises ModelNotOffered for any other."""
        if name is None:
            return self.usual
        is_known = name == OFF or any(name == each.name for each in self._named)
        if is_known or (self.servers and self.servers.known(name)):
            return name
        names = [each.name for each in self.offered()]
        more = f" and {len(names) - _SHOWN} more" if len(names) > _SHOWN else ""
        others = f"{', '.join(names[:_SHOWN])}{more} or {NO_MODEL}" if names else NO_MODEL
        raise ModelNotOffered(f"The model {name!r} cannot be used here: choose {others}.")

    def sent_to(self, name: str) -> str | None:
        """Return who is sent what a model that may be chosen is asked; None where nobody is."""
        found = self.servers.known(name) if self.servers else None
        return found.sent_to if found else sent_to(name) if name else None

    def is_named(self, name: str) -> bool:
        """Return whether the settings name a model, so that its server may be sent their key."""
        return any(name == each.name for each in self._named)


def allowed_names(setting: str | None) -> list[str] | None:
    """Return the names in the setting `models_allowed`; None where it is not set."""
    return None if setting is None else [each.strip() for each in setting.split(",") if each.strip()]


def _offer(found: FoundModel) -> ModelOffer:
    return ModelOffer(found.name, found.title, f"{found.program}, {found.host}", found.sent_to)
