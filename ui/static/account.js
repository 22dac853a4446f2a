// A login that has ended (elsewhere, by its age, or because it was removed) leads back to the login page, which keeps
// the cable that is open.
const send = window.fetch;
window.fetch = async (...request) => {
  const reply = await send(...request);
  if (reply.status === 401) location.reload();
  return reply;
};
