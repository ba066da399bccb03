/** Styles with explicit colours, so that the contrast does not depend on the browser: at least 4.5 in both schemes. */
export const style = `
:root { color-scheme: light dark; --page: #fff; --text: #1b1f24; --quiet: #57606a; --line: #d0d7de; --here: #eaf3ff;
  --accepted: #1f77b4; --rejected: #d9730d; }
@media (prefers-color-scheme: dark) {
  :root { --page: #12161b; --text: #e6e9ed; --quiet: #9aa4af; --line: #343b44; --here: #1a2a3d;
    --accepted: #58a6e8; --rejected: #f0963c; }
}
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; }
body { margin: 0 auto; max-width: 75rem; padding: 1rem 1rem 4rem; background: var(--page); color: var(--text);
  font: 1rem/1.5 system-ui, sans-serif; }
h1 { font-size: 1.7rem; line-height: 1.2; margin: 1rem 0 .5rem; }
h2 { font-size: 1.35rem; line-height: 1.25; margin: 3rem 0 .25rem; border-top: 1px solid var(--line); padding-top: 1.25rem; }
h3 { font-size: 1.05rem; margin: 2.25rem 0 .5rem; }
p, li { max-width: 48rem; }
.quiet, figcaption, caption { color: var(--quiet); }
.quiet { margin-top: 0; }
a { color: inherit; }
code { font-size: .9em; overflow-wrap: anywhere; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; font-size: .9rem; font-variant-numeric: tabular-nums; }
caption { text-align: left; padding-bottom: .35rem; }
details { margin-bottom: 1rem; }
h3 + .scroll caption, details + .scroll caption { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
th, td { padding: .3rem .75rem; border-bottom: 1px solid var(--line); text-align: right; white-space: nowrap; }
th { font-weight: 600; }
tbody th { font-weight: 400; }
th:first-child { text-align: left; padding-left: .5rem; position: sticky; left: 0; background: var(--page); }
.here > * { background: var(--here); font-weight: 600; }
tbody .here th:first-child { background: var(--here); font-weight: 600; }
.panels { display: grid; gap: 1.25rem 1.5rem; grid-template-columns: repeat(auto-fill, minmax(min(100%, 17.5rem), 1fr));
  margin: 1.25rem 0 0; }
.panels figure { margin: 0; min-width: 0; display: flex; flex-direction: column; justify-content: space-between; }
.panels svg { display: block; width: 100%; height: auto; font: 10px system-ui, sans-serif; }
.panels figcaption { font-size: .82rem; line-height: 1.35; }
.panels strong { display: block; color: var(--text); font-weight: 600; }
.key::before { content: ''; display: inline-block; width: .75em; height: .75em; margin-right: .35em; background: var(--fill); }
@media (max-width: 40rem) {
  th, td { padding: .3rem .5rem; }
  .scroll th { white-space: normal; }
  .scroll th:first-child { min-width: 9.5rem; }
}
@media print { .scroll { overflow: visible; } }
`
