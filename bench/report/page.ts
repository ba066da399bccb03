import { describeRun, type SuiteResult } from '../results.ts'
import type { Chart, Row } from '../suite.ts'
import { groupRows } from '../table.ts'
import { drawPanel, mostAccepted, mostRejected } from './draw-panel.ts'
import { codeToHtml, escapeHtml, renderTable } from './html.ts'
import { style } from './style.ts'

function renderChart(chart: Chart): string {
  const panels = chart.panels.map(
    (panel) => `<figure>
<figcaption><strong>${escapeHtml(panel.name)}</strong>${escapeHtml(panel.summary)}</figcaption>
${drawPanel(chart, panel)}
</figure>`,
  )
  return `<p>${escapeHtml(chart.caption)}
<span class="key" style="--fill: var(--accepted)">Accepted</span> above the zero line,
<span class="key" style="--fill: var(--rejected)">rejected</span> below it. All plots have the same axes; more than
${mostAccepted * chart.limit} accepted or ${mostRejected * chart.limit} rejected in a second, and what comes after
${chart.seconds} seconds, is cut off.</p>
<div class="panels">
${panels.join('\n')}
</div>`
}

/** The tables of a suite, each followed by the chart with the same name. */
function renderMeasurements({ title, rows, charts }: SuiteResult): string {
  const groups = groupRows(rows)
  const names = groups.map(({ name }) => name)
  const renderCharts = (name: string | undefined) => charts.filter((chart) => chart.title === name).map(renderChart)
  const renderGroup = ({ name, rows: lines }: { readonly name: string | undefined; readonly rows: readonly Row[] }) => [
    ...(name === undefined ? [] : [`<h3>${escapeHtml(name)}</h3>`]),
    renderTable(name ?? title, lines),
    ...renderCharts(name),
  ]
  const others = charts.filter((chart) => !names.includes(chart.title))
  return [
    ...groups.flatMap(renderGroup),
    ...others.flatMap((chart) => [`<h3>${escapeHtml(chart.title)}</h3>`, renderChart(chart)]),
  ].join('\n')
}

const renderSuite = (result: SuiteResult): string => `<section id="${escapeHtml(result.suite)}">
<h2>${escapeHtml(result.title)}</h2>
<p class="quiet">${escapeHtml(describeRun(result))}</p>
<details open>
<summary>How this was measured</summary>
<ul>
${result.notes.map((note) => `<li>${codeToHtml(note)}</li>`).join('\n')}
</ul>
</details>
${renderMeasurements(result)}
</section>`

/** The day and the machine of the runs, if all suites share them. */
function describeRuns(results: readonly SuiteResult[]): string {
  const runs = [...new Set(results.map(({ date, machine }) => `${date}, on ${machine}`))]
  const [run] = runs
  return runs.length === 1 && run !== undefined
    ? `Measured on ${run}.`
    : 'Measured in several runs; each suite gives its day and machine.'
}

/** One page that works without network and scripts. */
export const renderPage = (results: readonly SuiteResult[]): string => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>axios-tencentcloud: benchmarks</title>
<link rel="icon" href="data:,">
<style>${style}</style>
</head>
<body>
<header>
<h1>axios-tencentcloud: benchmarks</h1>
<p>${escapeHtml(describeRuns(results))} Other work may have run on the machine; compare the ratios.
Made by <code>npm run bench -- --save</code>.</p>
<nav aria-label="Suites">
<ul>
${results.map(({ suite, title }) => `<li><a href="#${escapeHtml(suite)}">${escapeHtml(title)}</a></li>`).join('\n')}
</ul>
</nav>
</header>
<main>
${results.map(renderSuite).join('\n')}
</main>
</body>
</html>
`
