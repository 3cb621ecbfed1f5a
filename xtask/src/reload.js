// Only under `cargo xtask dev`: this file's name changes with every rebuild, so its absence says that a new
// page is there. While the server is down, the request fails, which says nothing.
setInterval(async () => {
  const answer = await fetch(import.meta.url, { cache: "no-store" }).catch(() => undefined);
  if (answer?.status === 404) location.reload();
}, 700);
