/** The style of the pages; it is part of every page, and the content security policy names its hash. */
export const STYLE = `
:root { color-scheme: light dark; --line: #767676; --soft: #f2f2f2; --link: #0b57d0; }
@media (prefers-color-scheme: dark) { :root { --line: #8f8f8f; --soft: #2a2a2a; --link: #a8c7fa; } }
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 0 1rem 2rem; max-width: 90rem; font: 1rem/1.5 system-ui, sans-serif; }
a { color: var(--link); }
a:focus-visible, [tabindex]:focus-visible, summary:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; }
.skip { position: absolute; left: -100vw; }
.skip:focus { left: 1rem; top: 0.5rem; padding: 0.25rem 0.5rem; background: Canvas; }
nav ul { display: flex; flex-wrap: wrap; gap: 0.25rem 1rem; margin: 0; padding: 1rem 0 0; list-style: none; }
nav a[aria-current] { font-weight: bold; text-decoration: none; color: inherit; }
h1 { margin: 0.5rem 0; overflow-wrap: anywhere; }
h2 { margin: 2rem 0 0.25rem; overflow-wrap: anywhere; }
p { margin: 0.25rem 0 0.5rem; overflow-wrap: anywhere; }
.wide { overflow-x: auto; border: 1px solid var(--line); }
table { border-collapse: collapse; width: 100%; font-size: 0.875rem; }
th, td { padding: 0.375rem 0.625rem; text-align: left; vertical-align: top; border-bottom: 1px solid var(--line); }
tbody tr:last-child > * { border-bottom: 0; }
thead th { background: var(--soft); white-space: nowrap; }
tbody th { font-weight: normal; }
td { max-width: 28rem; overflow-wrap: break-word; }
time, tbody th { white-space: nowrap; }
.number { text-align: right; white-space: nowrap; }
.call { min-width: 16rem; overflow-wrap: anywhere; }
.note { min-width: 10rem; }
pre { max-width: 40rem; max-height: 24rem; margin: 0.25rem 0; padding: 0.5rem; overflow: auto; background: var(--soft);
  white-space: pre-wrap; overflow-wrap: anywhere; }
footer { margin-top: 2rem; font-size: 0.875rem; }
`;
