import { Html } from '../wording/html.ts';

/** Colours of the verdicts differ in lightness too, so that they can be told apart without hue. */
export const STYLE = new Html(`
:root{--bg:#f6f8fa;--card:#fff;--ink:#1f2328;--quiet:#59636e;--line:#d1d9e0;--now:#2563a8;--before:#9bb4cf;--good:#1a7f37;--bad:#b42318;
--ok:#cfe8d6;--empty:#e7ebef;--blocked:#f3b3ac;--layout_changed:#f5cf9f;--network:#f6e3a1;--forbidden:#d9cdf0;--gone:#cfd4da;--invalid:#f2c4dc;--timeout:#ffe9b8;--resources:#c4dff2;--none:#fff}
@media (prefers-color-scheme:dark){:root{--bg:#0d1117;--card:#161b22;--ink:#e6edf3;--quiet:#9198a1;--line:#30363d;--now:#5aa0e6;--before:#3b5878;--good:#57c26c;--bad:#ff8078;
--ok:#1d4528;--empty:#2b3139;--blocked:#7a2a24;--layout_changed:#75491a;--network:#6b5815;--forbidden:#473a69;--gone:#3d444d;--invalid:#6d2c4e;--timeout:#7a5a10;--resources:#1f4a68;--none:#161b22}}
*{box-sizing:border-box}
body{margin:0;background:var(--bg);color:var(--ink);font:15px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,sans-serif;font-variant-numeric:tabular-nums}
main{max-width:1100px;margin:0 auto;padding:24px 16px}
footer{max-width:1100px;margin:0 auto;padding:0 16px 32px;color:var(--quiet);font-size:13px}
h1{font-size:26px;margin:0 0 4px}h2{font-size:18px;margin:0 0 8px}header p{margin:4px 0}
.quiet,.tile span,.tile i{color:var(--quiet)}.quiet{font-size:13px}.good{color:var(--good)}.bad{color:var(--bad)}
section,details,header{margin:0 0 20px}
section:not(.tiles):not(.charts){background:var(--card);border:1px solid var(--line);border-radius:8px;padding:16px}
.status{display:inline-block;border:1px solid var(--line);border-radius:99px;padding:1px 10px;font-size:13px;margin-right:6px}
.status.completed{color:var(--good);border-color:var(--good)}.status.failed,.status.cancelled{color:var(--bad);border-color:var(--bad)}
.tiles{display:grid;grid-template-columns:repeat(auto-fill,minmax(150px,1fr));gap:10px}
.tile{background:var(--card);border:1px solid var(--line);border-radius:8px;padding:10px 12px}
.tile b{display:block;font-size:20px;line-height:1.3;color:var(--ink);white-space:nowrap}.tile.bad b{color:var(--bad)}.tile.good b{color:var(--good)}
.tile span,.tile i{font-size:13px;font-style:normal}.tile i{float:right}
.charts{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,420px),1fr));gap:12px}
figure{margin:0;background:var(--card);border:1px solid var(--line);border-radius:8px;padding:14px}figcaption{font-weight:600;margin:0 0 8px}
svg{display:block;width:100%;height:auto}svg text{fill:var(--ink);font-size:13px}svg text.quiet{fill:var(--quiet);font-size:12px}
.legend{display:flex;flex-wrap:wrap;gap:4px 14px;margin:8px 0 0;font-size:13px;color:var(--quiet)}.legend i{display:inline-block;width:12px;height:12px;border-radius:3px;margin-right:5px;vertical-align:-1px;border:1px solid var(--line)}
.wide{overflow-x:auto}table{border-collapse:collapse;width:100%}caption{text-align:left;font-weight:600;padding:0 0 4px}
th,td{padding:5px 8px;text-align:left;vertical-align:top;border-bottom:1px solid var(--line)}th{font-size:13px;color:var(--quiet);font-weight:600}tbody tr:last-child>*{border-bottom:0}
.number{text-align:right;white-space:nowrap}code{background:var(--bg);border:1px solid var(--line);border-radius:4px;padding:0 5px;font-size:13px;overflow-wrap:anywhere}
.what{min-width:260px}.spark{width:60px;margin:2px 0 0 auto}
.columns{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(100%,300px),1fr));gap:18px 24px}.fields td{padding:2px 6px;border:0;font-size:13px;vertical-align:middle}.fields td:nth-child(2){width:45%}
summary{cursor:pointer;font-weight:600;padding:4px 0}
.matrix{font-size:13px}.matrix th{white-space:nowrap;padding:2px 8px;font-weight:400}.matrix thead th{text-align:right;font-weight:600}.matrix thead th:first-child{text-align:left}
.matrix td{text-align:right;padding:2px 6px;border:1px solid var(--card);min-width:44px;font-size:12px}
.now{fill:var(--now);background:var(--now)}.before{fill:var(--before);background:var(--before)}.empty{fill:var(--empty)}.mark{fill:var(--ink)}
.v-ok{fill:var(--ok);background:var(--ok)}.v-empty{fill:var(--empty);background:var(--empty)}.v-blocked{fill:var(--blocked);background:var(--blocked)}.v-layout_changed{fill:var(--layout_changed);background:var(--layout_changed)}
.v-network{fill:var(--network);background:var(--network)}.v-forbidden{fill:var(--forbidden);background:var(--forbidden)}.v-gone{fill:var(--gone);background:var(--gone)}.v-invalid{fill:var(--invalid);background:var(--invalid)}
.v-timeout{fill:var(--timeout);background:var(--timeout)}.v-resources{fill:var(--resources);background:var(--resources)}.v-none{fill:var(--none);background:var(--none)}
rect[class^="v-"]{stroke:var(--line);stroke-width:.5}
@media(max-width:600px){.causes thead{display:none}.causes tr{display:block;padding:8px 0;border-bottom:1px solid var(--line)}.causes td{display:inline-block;padding:2px 12px 2px 0;border:0}.causes td.what{display:block;min-width:0;overflow-wrap:anywhere}.slowest td:nth-child(2){white-space:nowrap}}
@media print{:root{--bg:#fff;--card:#fff;--ink:#000;--quiet:#444;--line:#bbb}body{font-size:11px}main,footer{max-width:none;padding:0}*{-webkit-print-color-adjust:exact;print-color-adjust:exact}tr,figure,.tile{break-inside:avoid}.wide{overflow:visible}}
`);
