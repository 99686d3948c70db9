/** The style of the page; it is part of the page, whose content security policy names its hash. */
export const STYLE = `
:root { color-scheme: light dark; --line: #767676; --soft: #f2f2f2; --link: #0b57d0;
  --good: #0a6b2d; --bad: #b3261e; --open: #7a4f00; --quiet: #5f5f5f; }
@media (prefers-color-scheme: dark) { :root { --line: #8f8f8f; --soft: #2a2a2a; --link: #a8c7fa;
  --good: #7fd99a; --bad: #ffb4ab; --open: #f2c265; --quiet: #b0b0b0; } }
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 0 1rem 2rem; max-width: 100rem; font: 1rem/1.5 system-ui, sans-serif; }
a:focus-visible, [tabindex]:focus-visible, summary:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; }
a { color: var(--link); }
h1 { margin: 1rem 0 0.5rem; font-size: 1.5rem; overflow-wrap: anywhere; }
h2 { margin: 2rem 0 0.25rem; font-size: 1.25rem; }
p { margin: 0.25rem 0 0.5rem; overflow-wrap: anywhere; }
.wide { overflow: auto; max-height: 85vh; border: 1px solid var(--line); }
table { border-collapse: separate; border-spacing: 0; width: 100%; font-size: 0.875rem; }
th, td { padding: 0.375rem 0.625rem; text-align: left; vertical-align: top; border-bottom: 1px solid var(--line); }
tbody tr:last-child > * { border-bottom: 0; }
thead th { position: sticky; top: 0; z-index: 1; background: var(--soft); min-width: 9rem; }
tbody th { min-width: 18rem; max-width: 44rem; font-weight: normal; overflow-wrap: anywhere; }
td { max-width: 28rem; overflow-wrap: anywhere; }
.place { display: block; color: var(--quiet); font-size: 0.8125rem; }
.state { font-weight: bold; white-space: nowrap; }
.good { color: var(--good); }
.bad { color: var(--bad); }
.open { color: var(--open); }
.quiet { color: var(--quiet); font-weight: normal; }
summary { cursor: pointer; }
pre { max-width: 40rem; max-height: 20rem; margin: 0.25rem 0; padding: 0.5rem; overflow: auto; background: var(--soft);
  font-size: 0.8125rem; white-space: pre-wrap; overflow-wrap: anywhere; }
footer { margin-top: 2rem; font-size: 0.875rem; color: var(--quiet); }
`;
