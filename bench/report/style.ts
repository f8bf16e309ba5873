/** The page's style sheet. Colours have at least 4.5:1 against their ground as text, in both schemes. */
export const STYLE = `
:root {
  color-scheme: light dark;
  --ground: #ffffff; --panel: #f6f7f9; --ink: #1b1f24; --soft: #57606a; --rule: #d5dae0;
  --kept: #116329; --missed: #b3261e;
  --c0: #b45309; --c1: #7c3aed; --c2: #0369a1; --c3: #047857; --c4: #4b5563;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ground: #14171b; --panel: #1d2127; --ink: #e8ebef; --soft: #a5adb8; --rule: #363c45;
    --kept: #6ed48a; --missed: #ff9b93;
    --c0: #fdba74; --c1: #c4b5fd; --c2: #7dd3fc; --c3: #6ee7b7; --c4: #b6bfca;
  }
}
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 2.5rem 1.25rem 4rem; max-width: 62rem; background: var(--ground); color: var(--ink);
  font: 16px/1.55 system-ui, -apple-system, "Segoe UI", Roboto, "DejaVu Sans", sans-serif; }
h1 { font-size: 1.9rem; line-height: 1.2; margin: 0 0 .25rem; letter-spacing: -.01em; }
h2 { font-size: 1.25rem; margin: 2.75rem 0 .5rem; padding-bottom: .3rem; border-bottom: 1px solid var(--rule); }
h3 { font-size: 1rem; margin: 1.75rem 0 .4rem; }
p { margin: .5rem 0; max-width: 46rem; }
a { color: inherit; text-underline-offset: .15em; }
.lead, .note, figcaption, caption { color: var(--soft); }
ul.note { max-width: 46rem; margin: .75rem 0; padding-left: 1.2rem; font-size: .9rem; }
.lead { font-size: 1.05rem; margin-top: 0; }
nav { display: flex; flex-wrap: wrap; gap: 0 1rem; margin: 1rem 0 0; font-size: .9rem; }
dl { display: grid; grid-template-columns: repeat(auto-fit, minmax(13rem, 1fr)); gap: .75rem 1.5rem; margin: 1.5rem 0 0;
  padding: 1rem 1.25rem; background: var(--panel); border-radius: .5rem; }
dt { font-size: .78rem; color: var(--soft); }
dd { margin: 0; overflow-wrap: anywhere; }
.verdict { font-size: 1.1rem; font-weight: 600; }
.kept { color: var(--kept); } .missed { color: var(--missed); font-weight: 600; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-size: .9rem; font-variant-numeric: tabular-nums; margin: .75rem 0; }
caption { text-align: left; font-size: .85rem; padding-bottom: .3rem; }
th, td { padding: .38rem .6rem; text-align: right; vertical-align: baseline; white-space: nowrap; border-bottom: 1px solid var(--rule); }
th:first-child, td:first-child { text-align: left; padding-left: 0; white-space: normal; min-width: 9rem; }
thead th { font-size: .8rem; font-weight: 600; color: var(--soft); border-bottom-color: var(--soft); }
tbody th { font-weight: 500; }
td small { display: block; color: var(--soft); font-size: .78rem; }
.unmeasured { color: var(--soft); font-style: italic; }
figure { margin: 1.25rem 0; padding: 1rem 1.25rem; background: var(--panel); border-radius: .5rem; overflow-x: auto; }
figcaption { font-size: .88rem; margin-top: .5rem; }
figure h3 { margin-top: 0; }
.chart { display: block; width: 100%; min-width: 34rem; height: auto; overflow: visible; font-size: 12px; }
.chart text { fill: var(--soft); }
.chart .name { fill: var(--ink); font-weight: 600; }
.chart .value { fill: var(--ink); paint-order: stroke; stroke: var(--panel); stroke-width: 5px; }
.chart .middle { text-anchor: middle; } .chart .end { text-anchor: end; }
.grid { stroke: var(--rule); stroke-width: 1; } .axis { stroke: var(--soft); stroke-width: 1; }
.look0 { --look: var(--c0); } .look1 { --look: var(--c1); } .look2 { --look: var(--c2); } .look3 { --look: var(--c3); }
.look4 { --look: var(--c4); }
.line { fill: none; stroke: var(--look); stroke-width: 1.6; } .curve { stroke-width: 2.2; stroke-linejoin: round; }
.area { fill: var(--look); }
.tint { fill: var(--look); opacity: .16; } .look4 .tint { opacity: .3; }
.ridge { stroke: var(--look); stroke-width: 1.2; stroke-linejoin: round; }
.ridge.look0 { fill: url(#fill0); } .ridge.look1 { fill: url(#fill1); }
.ridge.look2 { fill: url(#fill2); } .ridge.look3 { fill: url(#fill3); } .ridge.look4 { fill: url(#fill4); }
pattern .area { opacity: .55; }
.median { stroke: var(--ink); stroke-width: 1.8; } .tail { stroke: var(--ink); stroke-width: 1.4; stroke-dasharray: 3 3; }
.extreme { fill: var(--ink); } .whisker { stroke: var(--ink); stroke-width: 1.3; }
.bound { stroke: var(--missed); stroke-width: 1.6; stroke-dasharray: 6 3; }
.patterns { position: absolute; }
@media print {
  :root { color-scheme: light; --ground: #fff; --panel: #fff; --ink: #000; --soft: #444; --rule: #bbb;
    --kept: #116329; --missed: #b3261e; --c0: #b45309; --c1: #7c3aed; --c2: #0369a1; --c3: #047857; --c4: #4b5563; }
  @page { margin: 16mm 14mm; }
  body { max-width: none; padding: 0; font-size: 10.5pt; }
  nav { display: none; }
  table { font-size: 8.5pt; } th, td { padding: .18rem .4rem; }
  figure, dl { border: 1px solid var(--rule); }
  .chart, .chart * { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
  h2, h3, h3 + p, .verdict, caption { break-after: avoid; }
  figure, tr, dl, h3 + p { break-inside: avoid; }
  thead { display: table-header-group; }
  .scroll, figure { overflow: visible; } .chart { min-width: 0; }
}
`;
