"""The chat window: the conversation on the left, the archive on the right. Only this package knows Gradio."""

import os

# Gradio reads these when it is imported: it must not phone home, whatever other programs of the user may.
os.environ |= {"GRADIO_ANALYTICS_ENABLED": "False", "HF_HUB_DISABLE_TELEMETRY": "1"}
# After every event, Gradio would count again how the last ten thousand went, for a page that nobody sees.
os.environ.setdefault("GRADIO_ANALYTICS_CACHE_FREQUENCY", str(10**9))
os.environ.setdefault("GRADIO_ANALYTICS_MAX_EVENTS", "1")
