// Starts the NHS components of a page, then its islands. Where the files are is said by the page, since their names change with
// their content: <script type="module" src="…" data-nhsuk="…" data-app="…" data-wasm="…">; the last two only where there is an island.
const { nhsuk, app, wasm } = document.querySelector("script[data-nhsuk]").dataset;

document.body.classList.add("js-enabled", "nhsuk-frontend-supported");
for (const start of Object.values(await import(nhsuk))) {
  start();
}

if (app) {
  const islands = await import(app);
  await islands.default({ module_or_path: wasm });
  islands.hydrate();
  for (const island of document.querySelectorAll("leptos-island")) {
    islands[island.dataset.component]?.(island);
  }
}
