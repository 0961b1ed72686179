"""The gallery's style sheet: one light page that reads well from a phone to a wide screen."""

CSS = """
:root { --ink: #1d2129; --soft: #667080; --line: #e3e6eb; --paper: #fff; --ground: #f5f6f8; --mark: #fff0b8;
  --accent: #2f5fd0; }
* { box-sizing: border-box; }
body { margin: 0; background: var(--ground); color: var(--ink);
  font: 15px/1.55 system-ui, -apple-system, "Segoe UI", "Noto Sans", "DejaVu Sans", sans-serif; }
header, main { max-width: 1240px; margin: 0 auto; padding: 0 24px; }
header { padding-top: 36px; }
h1 { font-size: 28px; line-height: 1.2; margin: 0 0 4px; letter-spacing: -0.01em; overflow-wrap: anywhere; }
h2 { font-size: 17px; margin: 36px 0 12px; }
.told { color: var(--soft); margin: 0 0 20px; }
.measured { color: var(--soft); font-size: 12px; margin: 10px 0 0; }
.tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(150px, 1fr)); gap: 12px; }
.tile { background: var(--paper); border: 1px solid var(--line); border-radius: 10px; padding: 14px 16px; }
.tile b { display: block; font-size: 24px; line-height: 1.2; font-variant-numeric: tabular-nums; }
.tile span { color: var(--soft); font-size: 13px; }
.charts { display: grid; grid-template-columns: repeat(auto-fit, minmax(270px, 1fr)); gap: 12px 28px;
  margin-top: 22px; align-items: start; }
table { border-collapse: collapse; width: 100%; font-size: 13px; }
caption { text-align: left; font-weight: 600; padding-bottom: 4px; }
th { text-align: left; font-weight: 400; padding: 1px 12px 1px 0; white-space: nowrap; width: 1%; }
td:last-child { text-align: right; padding-left: 10px; font-variant-numeric: tabular-nums;
  color: var(--soft); width: 1%; }
meter { width: 100%; height: 10px; display: block; }
meter::-webkit-meter-bar { background: #e9ecf1; border: 0; border-radius: 5px; height: 8px; }
meter::-webkit-meter-optimum-value { background: var(--accent); border-radius: 5px; }
article { background: var(--paper); border: 1px solid var(--line); border-radius: 12px;
  padding: 16px 20px 18px; margin: 0 0 18px; }
h3 { font-size: 14px; font-weight: 400; margin: 0 0 12px; display: flex; flex-wrap: wrap; gap: 6px 8px;
  align-items: center; }
h3 code { font: 600 13px/1.4 ui-monospace, "DejaVu Sans Mono", monospace; overflow-wrap: anywhere; }
h4 { margin: 0 0 4px; font-size: 11px; letter-spacing: 0.06em; text-transform: uppercase;
  color: var(--soft); }
.source { color: var(--soft); font-size: 12px; margin-left: auto; }
section { display: grid; grid-template-columns: minmax(0, 5fr) minmax(0, 6fr); gap: 24px; }
section > div:only-child { grid-column: 1 / -1; }
.text { white-space: pre-wrap; overflow-wrap: anywhere; }
mark { background: var(--mark); color: inherit; border-radius: 3px; padding: 1px 0;
  box-decoration-break: clone; -webkit-box-decoration-break: clone; }
img { display: block; max-width: 100%; height: auto; border: 1px solid var(--line); border-radius: 4px;
  margin: 0 0 8px; background: #fff; }
.chips { margin: 8px 0 4px; display: flex; flex-wrap: wrap; gap: 6px; }
.chip { display: inline-block; border-radius: 99px; padding: 1px 10px; font-size: 12px; background: #eceff4; }
.chip.op { background: #e5edff; color: #244aa5; }
.chip.route { background: #e3f4ea; color: #1c6b41; }
.chip.state { background: #f0f1f3; color: var(--soft); }
.chip.reason { background: #fdebdc; color: #8a4b14; }
.facts { margin: 0; font-size: 12px; color: var(--soft); display: flex; flex-wrap: wrap; gap: 0 14px; }
.facts b { font-weight: 400; }
.facts code { font: 11.5px/1.6 ui-monospace, "DejaVu Sans Mono", monospace; color: #49525f;
  overflow-wrap: anywhere; }
.span + .span { margin-top: 18px; }
section + section, details + section { margin-top: 14px; }
details { margin-top: 10px; color: #3c4452; }
summary { cursor: pointer; color: var(--soft); font-size: 12px; }
.hidden { font: 10px/1 ui-monospace, "DejaVu Sans Mono", monospace; border: 1px solid #c7ccd5;
  border-radius: 3px; padding: 0 2px; color: #7a3fb0; white-space: nowrap; }
.none, i { color: var(--soft); }
@media (max-width: 760px) {
  header, main { padding-left: 14px; padding-right: 14px; }
  section { grid-template-columns: minmax(0, 1fr); gap: 14px; }
}
"""
