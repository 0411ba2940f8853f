package dev.pontoon.observe;

/**
 * How the status page looks: one style sheet for wide and narrow, light and dark. The page is whole
 * without it.
 */
final class PageStyle {
  /** Below this width a route is a card instead of a row. */
  static final String CSS =
      """
      :root{color-scheme:light dark;--page:#fff;--ink:#1b1f24;--soft:#57606a;--line:#d0d7de;
      --bad:#a40e26;--bad-page:#fff0ee;--look:#7a4d00;--look-page:#fff8e0;--good:#116329}
      @media(prefers-color-scheme:dark){:root{--page:#10151b;--ink:#e4e7eb;--soft:#9aa5b1;--line:#303a45;
      --bad:#ff938a;--bad-page:#2c1517;--look:#f4c55f;--look-page:#292111;--good:#77dd97}}
      *{box-sizing:border-box}
      body{margin:0 auto;padding:1rem 1.25rem;max-width:100rem;background:var(--page);color:var(--ink);
      font:14px/1.45 system-ui,sans-serif;overflow-wrap:anywhere}
      h1{margin:0 0 .3rem;font-size:1.6rem;line-height:1.2}
      header p{margin:.1rem 0}
      small,footer,header p{color:var(--soft)}
      small{white-space:nowrap}
      a{color:inherit}
      code{font:13px ui-monospace,monospace;user-select:all;color:var(--ink)}
      table{width:100%;border-collapse:collapse;margin:1rem 0}
      th,td{padding:.35rem .5rem;text-align:left;vertical-align:top}
      .route,td[data-is=to],td[data-is=since],td[data-is^=last]{min-width:7rem}
      thead th{font-size:.8rem;font-weight:600;color:var(--soft);vertical-align:bottom;overflow-wrap:normal}
      tbody{border-top:1px solid var(--line)}
      .n{text-align:right;font-variant-numeric:tabular-nums;overflow-wrap:normal;white-space:nowrap}
      .group th{padding-top:1.2rem;font-size:1rem}
      .group small{font-weight:400;white-space:normal}
      .route,.state b{font-weight:700}
      .state{overflow-wrap:normal}
      .state b{display:block;white-space:nowrap}
      .why td{padding-top:0}
      .why p{margin:0 0 .35rem}
      .bad{background:var(--bad-page)}
      .look{background:var(--look-page)}
      h1.bad{background:none}
      .bad .state b,h1.bad,p strong.bad{color:var(--bad);background:none}
      .look .state b{color:var(--look)}
      .well .state b,h1.well{color:var(--good)}
      footer{border-top:1px solid var(--line);padding-top:.6rem}
      @media(max-width:68rem){
      body{padding:.8rem}
      h1{font-size:1.35rem}
      table,.group th{display:block}
      thead{display:none}
      tbody{display:flex;flex-wrap:wrap;padding:.5rem .6rem}
      tr{display:contents}
      td{flex:0 0 100%;order:3}
      .route,.state,td[data-is=since]{order:1}
      .why td{order:2}
      .group{padding:.2rem 0;border:0}
      td,.group th{padding:.1rem 0}
      .group th{padding-top:.8rem}
      .route{font-size:1.1rem}
      .state b{display:inline}
      .n{flex-basis:auto;text-align:left;margin-right:1.1rem}
      td[data-is]::before{content:attr(data-is) " ";color:var(--soft);font-weight:400}
      .why td{padding:.3rem 0}
      }
      """;

  private PageStyle() {}
}
