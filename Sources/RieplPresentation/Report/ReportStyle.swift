/// The style sheet of a report: for screens, light and dark, and for paper.
enum ReportStyle {
  static var sheet: String { ReportColours.both { colours($0) + $0.chartRules } + layout + paper }

  private static func colours(_ colours: ReportColours) -> String {
    """
    body{background:\(colours.ground);color:\(colours.ink)}
    a{color:\(colours.link)}
    caption,figcaption{color:\(colours.ink)}
    .unit,.more,summary{color:\(colours.muted)}
    thead th,tfoot th,tfoot td,pre{background:\(colours.band)}
    th,td{border-color:\(colours.grid)}
    thead th,tfoot th,tfoot td{border-color:\(colours.edge)}
    .check{border-color:\(colours.series[2])}
    .failed{border-color:\(colours.series[4])}
    :focus-visible{outline:3px solid \(colours.link);outline-offset:2px}

    """
  }

  private static let layout = """
    html{font:100%/1.5 system-ui,-apple-system,"Segoe UI","DejaVu Sans",Arial,sans-serif}
    body{margin:0 auto;padding:1.5rem 1rem 3rem;max-width:56rem}
    h1{font-size:1.75rem;line-height:1.25;margin:0 0 1rem}
    h2{font-size:1.25rem;line-height:1.3;margin:2.5rem 0 .75rem}
    p{margin:.75rem 0;max-width:44rem}
    section{margin:2.5rem 0}
    figure{margin:0 0 .5rem}
    .k{display:inline-block;text-align:left;padding-left:.5ch}
    figure>p{margin:0}
    .wide{overflow-x:auto}
    table{border-collapse:collapse;font-variant-numeric:tabular-nums}
    caption,figcaption{text-align:left;font-weight:600;margin:0;padding:0 0 .5rem;max-width:44rem}
    .unit{font-weight:400;white-space:nowrap}
    th,td{padding:.3rem .75rem;border-bottom-width:1px;border-bottom-style:solid;text-align:left;vertical-align:baseline}
    td.n,th.n{text-align:right}
    td.n,tbody th,.figure{white-space:nowrap}
    tbody th{font-weight:400}
    thead th,tfoot th,tfoot td{font-weight:600}
    .figure{font-size:1.5rem;font-weight:600}
    .figure .words,.figure a{font-size:1rem;font-weight:400}
    sup{line-height:0}
    .more{font-size:.875rem;margin:.5rem 0;padding:0;list-style:none;max-width:44rem}
    .more li{margin:.2rem 0}
    svg{display:block;width:100%;min-width:34rem;max-width:max-content;height:auto}
    details{margin:.5rem 0}
    summary{cursor:pointer;font-size:.875rem}
    pre{padding:.75rem 1rem;white-space:pre-wrap;overflow-wrap:anywhere;font-size:.875rem}
    .check{border-left-width:.3rem;border-left-style:solid;padding-left:.75rem}
    .check p{margin:0 0 .5rem}
    footer{margin-top:3rem}
    .sources{padding-left:1.25rem}

    """

  private static let paper = """
    @media print{
    @page{margin:18mm}
    html{font-size:10pt}
    body{max-width:none;padding:0}
    h1,h2,caption,figcaption{break-after:avoid}
    figure,section,tr,svg{break-inside:avoid}
    thead{display:table-header-group}
    .wide{overflow:visible}
    svg{min-width:0}
    a{color:inherit;text-decoration:none}
    .back,details{display:none}
    thead th,tfoot th,tfoot td,.rc rect,.rc path,.rc circle{print-color-adjust:exact;-webkit-print-color-adjust:exact}
    }

    """
}
