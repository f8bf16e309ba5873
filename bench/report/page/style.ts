/** The page's style sheet. Colours have at least 4.5:1 against their ground as text, in both schemes. */
export const STYLE = `
:root {
  color-scheme: light dark;
  --ground: #ffffff; --panel: #f5f6f8; --ink: #1b1f24; --soft: #57606a; --rule: #d5dae0;
  --kept: #116329; --missed: #b3261e; --unsure: #8a4b00; --own: #047857; --other: #5b6471;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ground: #14171b; --panel: #1d2127; --ink: #e8ebef; --soft: #a5adb8; --rule: #363c45;
    --kept: #6ed48a; --missed: #ff9b93; --unsure: #f5b971; --own: #5ee0b0; --other: #a5adb8;
  }
}
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 2rem 1.25rem 4rem; max-width: 60rem; background: var(--ground); color: var(--ink);
  font: 16px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "DejaVu Sans", sans-serif; }
h1 { font-size: 1.7rem; line-height: 1.2; margin: 0; letter-spacing: -.01em; }
h2 { font-size: 1.15rem; margin: 2.25rem 0 .5rem; }
h3 { font-size: 1rem; margin: 0 0 .75rem; }
p { margin: .5rem 0; max-width: 46rem; overflow-wrap: break-word; }
.lead, figcaption, caption, .detail, ul, footer { color: var(--soft); }
.lead { margin: .35rem 0 1.25rem; font-size: .9rem; }
ul { max-width: 46rem; padding-left: 1.2rem; font-size: .9rem; }
li { overflow-wrap: break-word; }
.cards { display: grid; grid-template-columns: repeat(auto-fit, minmax(9.5rem, 1fr)); gap: .75rem; }
.card { padding: .9rem 1rem; background: var(--panel); border-radius: .5rem; }
.card p { margin: 0; }
.card .big { font-size: clamp(1.5rem, 3.4vw, 1.9rem); white-space: nowrap; font-weight: 650; line-height: 1.15; letter-spacing: -.02em; font-variant-numeric: tabular-nums; }
.big small { font-size: 1rem; font-weight: 500; letter-spacing: 0; }
.card .what { font-weight: 600; line-height: 1.3; margin: .15rem 0 .3rem; }
.card .kept, .card .missed { white-space: nowrap; }
.detail { font-size: .82rem; line-height: 1.35; }
sup { font-size: .65em; line-height: 0; margin-left: .1em; color: var(--soft); }
.verdict { font-size: 1.05rem; font-weight: 600; }
.kept { color: var(--kept); } .missed { color: var(--missed); font-weight: 600; } .unsure { color: var(--unsure); }
details { border-top: 1px solid var(--rule); }
details:last-of-type { border-bottom: 1px solid var(--rule); }
summary { padding: .55rem 0; cursor: pointer; font-weight: 550; }
summary:focus-visible { outline: 2px solid var(--own); outline-offset: 2px; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-size: .85rem; font-variant-numeric: tabular-nums; margin: .5rem 0 1rem; }
caption { text-align: left; padding-bottom: .3rem; }
th, td { padding: .35rem .6rem; text-align: right; vertical-align: baseline; white-space: nowrap; border-bottom: 1px solid var(--rule); }
th:first-child, td:first-child { text-align: left; padding-left: 0; white-space: normal; min-width: 9rem; }
thead th { font-size: .78rem; font-weight: 600; color: var(--soft); border-bottom-color: var(--soft); }
tbody th { font-weight: 500; }
td small { display: block; font-size: .75rem; } td small:not(.unsure) { color: var(--soft); }
figure { margin: .75rem 0; padding: 1rem; background: var(--panel); border-radius: .5rem; }
figcaption { font-size: .85rem; margin-top: .5rem; }
footer ol { padding-left: 1.4rem; font-size: .8rem; }
code { font-size: .95em; }
.rows { font-size: .85rem; }
.row { display: grid; grid-template-columns: minmax(8rem, 13rem) 1fr minmax(7rem, 12rem); column-gap: 1rem; align-items: center; }
.row .name { line-height: 1.25; } .own .name { font-weight: 650; }
.row .told { font-variant-numeric: tabular-nums; line-height: 1.25; }
.track { position: relative; display: block; height: 1.75rem; }
.track i { position: absolute; font-style: normal; }
.track .grid { top: 0; bottom: 0; border-left: 1px solid var(--rule); }
.track .bar { top: .45rem; height: .85rem; background: var(--other); opacity: .55; border-radius: 0 2px 2px 0; }
.own .bar { background: var(--own); opacity: .8; }
.track .span { top: .8rem; height: 2px; min-width: 1px; background: var(--ink); opacity: .55; }
.track .dot { top: .5rem; width: .75rem; height: .75rem; margin-left: -.375rem; border-radius: 50%; background: var(--other); }
.own .dot { background: var(--own); }
.track .bound { top: .15rem; bottom: .15rem; border-left: 3px double var(--missed); }
.axis .track { height: 1.1rem; border-top: 1px solid var(--soft); }
.axis .tick { transform: translateX(-50%); top: .1rem; font-size: .75rem; color: var(--soft); }
.title { text-align: center; font-size: .78rem; color: var(--soft); margin: .1rem auto 0; }
@media screen and (max-width: 38rem) {
  body { padding: 1.25rem .9rem 3rem; }
  .cards { gap: .5rem; } .card { padding: .7rem .75rem; }
  .cards { grid-template-columns: repeat(auto-fit, minmax(8.5rem, 1fr)); }
  .row { grid-template-columns: 1fr auto; row-gap: 0; column-gap: .75rem; }
  .row .track { grid-column: 1 / -1; order: 3; margin: 0 .75rem; height: 1.4rem; }
  .row .told { text-align: right; }
  thead { display: none; }
  tr { display: grid; padding: .4rem 0; border-bottom: 1px solid var(--rule); }
  tbody th, td { display: grid; grid-template-columns: auto 1fr; gap: 0 1rem; padding: .1rem 0; border: 0; white-space: normal; }
  td small { grid-column: 2; }
  td::before { content: attr(data-label); color: var(--soft); text-align: left; }
  td:empty { display: none; }
  .track .bar { top: .25rem; } .track .span { top: .6rem; } .track .dot { top: .3rem; }
}
@media print {
  :root { color-scheme: light; --ground: #fff; --panel: #fff; --ink: #000; --soft: #444; --rule: #bbb;
    --kept: #116329; --missed: #b3261e; --unsure: #8a4b00; --own: #047857; --other: #5b6471; }
  @page { margin: 15mm 14mm; }
  body { max-width: none; padding: 0; font-size: 10pt; }
  .cards { grid-template-columns: repeat(4, 1fr); }
  .card, figure { border: 1px solid var(--rule); }
  .track i { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
  details.printed::details-content { content-visibility: visible; block-size: auto; }
  details:not(.printed, [open]) { display: none; }
  summary { list-style: none; break-after: avoid; }
  table { font-size: 8pt; } th, td { padding: .18rem .4rem; }
  h2, h3, .verdict, caption { break-after: avoid; }
  .card .big { font-size: 17pt; }
  figure, tr, .card, .row, footer { break-inside: avoid; }
  thead { display: table-header-group; }
  .scroll { overflow: visible; }
}
`;
