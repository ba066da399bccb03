import { defineConfig } from 'vitepress'
import { entryPages } from '../../scripts/site/api-pages.ts'
import { tokenize } from './tokenize.ts'

const guides = [
  {
    text: 'Start',
    items: [
      { text: 'Wrapping an existing client', link: '/guides/wrapping-a-client' },
      { text: 'What is thrown', link: '/guides/errors' },
      { text: 'When a call is tried again', link: '/guides/retry-rules' },
      { text: 'Signing', link: '/guides/signing' },
      { text: 'Pacing and fleets', link: '/guides/pacing-and-fleets' },
      { text: 'Testing your client', link: '/testing' },
      { text: 'Looking a code up', link: '/guides/error-codes' },
      { text: 'Options', link: '/guides/options' },
      { text: 'Troubleshooting', link: '/guides/troubleshooting' },
    ],
  },
  {
    text: 'Coming from …',
    items: [
      { text: 'Adopting it in stages', link: '/guides/staged-adoption' },
      { text: 'axios-retry', link: '/guides/from-axios-retry' },
      { text: 'p-retry', link: '/guides/from-p-retry' },
      { text: 'The official SDK', link: '/guides/from-the-official-sdk' },
      { text: 'AWS’ SDK', link: '/guides/from-the-aws-sdk' },
    ],
  },
  {
    text: 'In a program',
    items: [
      { text: 'fetch', link: '/guides/fetch' },
      { text: 'Model endpoints', link: '/guides/model-endpoints' },
      { text: 'Logging', link: '/guides/logging' },
      { text: 'Telemetry', link: '/telemetry' },
      { text: 'Web frameworks', link: '/guides/web-frameworks' },
      { text: 'Serverless', link: '/guides/serverless' },
      { text: 'Runtimes', link: '/guides/runtimes' },
      { text: 'What stays a success', link: '/guides/what-stays-a-success' },
      { text: 'Hosts', link: '/hosts' },
      { text: 'Examples', link: '/examples/' },
    ],
  },
  {
    text: 'How it works',
    items: [
      { text: 'Architecture', link: '/architecture' },
      { text: 'Decisions', link: '/decisions/' },
      { text: 'Benches', link: '/bench/' },
      { text: 'Pacing notes', link: '/pacing-notes' },
      { text: 'Fleet notes', link: '/fleet-notes' },
      { text: 'Signing notes', link: '/signing-notes' },
      { text: 'Hardening', link: '/hardening' },
      { text: 'Changes', link: '/changelog' },
    ],
  },
]

const reference = [
  {
    text: 'API reference',
    items: entryPages.map(({ page, specifier }) => ({
      text: specifier.replace('axios-tencentcloud/', './'),
      link: `/api/${page}`,
    })),
  },
]

const chineseGuides = [
  {
    text: '入门',
    items: [
      { text: '接入已有客户端', link: '/zh/guides/wrapping-a-client' },
      { text: '会抛出什么', link: '/zh/guides/errors' },
      { text: '哪些调用会重试', link: '/zh/guides/retry-rules' },
      { text: '签名', link: '/zh/guides/signing' },
      { text: '速率控制与多进程', link: '/zh/guides/pacing-and-fleets' },
      { text: '测试你的客户端', link: '/zh/testing' },
      { text: '查询错误码', link: '/zh/guides/error-codes' },
      { text: '选项', link: '/zh/guides/options' },
      { text: '问题排查', link: '/zh/guides/troubleshooting' },
    ],
  },
  {
    text: '迁移',
    items: [
      { text: '分阶段接入', link: '/zh/guides/staged-adoption' },
      { text: 'axios-retry', link: '/zh/guides/from-axios-retry' },
      { text: 'p-retry', link: '/zh/guides/from-p-retry' },
      { text: '官方 SDK', link: '/zh/guides/from-the-official-sdk' },
      { text: 'AWS SDK', link: '/zh/guides/from-the-aws-sdk' },
    ],
  },
  {
    text: '用在程序里',
    items: [
      { text: 'fetch', link: '/zh/guides/fetch' },
      { text: '大模型接口', link: '/zh/guides/model-endpoints' },
      { text: '日志', link: '/zh/guides/logging' },
      { text: '事件与 OpenTelemetry', link: '/zh/telemetry' },
      { text: 'Web 框架', link: '/zh/guides/web-frameworks' },
      { text: 'Serverless', link: '/zh/guides/serverless' },
      { text: '运行环境', link: '/zh/guides/runtimes' },
      { text: '哪些仍算成功', link: '/zh/guides/what-stays-a-success' },
      { text: '域名（英文）', link: '/hosts' },
      { text: '示例（英文）', link: '/examples/' },
    ],
  },
]

/** A wave that is let through: the rate of calls, cut at the limit. */
const icon =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="7" fill="#2f49ab"/>' +
  '<path d="M5 24 12 10h8l7 14" fill="none" stroke="#fff" stroke-width="3"/></svg>'

export default defineConfig({
  title: 'axios-tencentcloud',
  description: 'Typed errors, safe retries and pacing for Tencent Cloud APIs called with axios',
  // GitHub Pages serves a project below its name.
  base: process.env.DOCS_BASE ?? '/',
  head: [['link', { rel: 'icon', href: `data:image/svg+xml,${encodeURIComponent(icon)}` }]],
  srcDir: 'pages',
  outDir: 'dist',
  cleanUrls: false,
  // Types such as Promise<T> in the documents are no elements.
  markdown: {
    html: false,
    theme: { light: 'github-light-high-contrast', dark: 'github-dark-high-contrast' },
  },
  ignoreDeadLinks: [/^\/explorer\//, /^\/bench-report/],
  themeConfig: {
    notFound: { linkLabel: 'Take me home' },
    search: {
      provider: 'local',
      options: {
        miniSearch: { options: { tokenize }, searchOptions: { combineWith: 'AND', prefix: true, fuzzy: 0.15 } },
        locales: {
          zh: {
            translations: {
              button: { buttonText: '搜索', buttonAriaLabel: '搜索' },
              modal: {
                displayDetails: '显示详细列表',
                resetButtonTitle: '清除',
                backButtonTitle: '关闭',
                noResultsText: '没有找到：',
                footer: {
                  selectText: '选择',
                  selectKeyAriaLabel: '回车键',
                  navigateText: '切换',
                  navigateUpKeyAriaLabel: '上箭头',
                  navigateDownKeyAriaLabel: '下箭头',
                  closeText: '关闭',
                  closeKeyAriaLabel: 'Esc 键',
                },
              },
            },
          },
        },
      },
    },
  },
  locales: {
    root: {
      label: 'English',
      lang: 'en',
      themeConfig: {
        nav: [
          { text: 'Guides', link: '/guides/', activeMatch: '^/guides/' },
          { text: 'API', link: '/api/', activeMatch: '^/api/' },
          { text: 'Error codes', link: '/explorer/index.html', target: '_self' },
        ],
        sidebar: { '/api/': reference, '/': guides },
        outline: { level: [2, 3] },
      },
    },
    zh: {
      label: '简体中文',
      lang: 'zh-CN',
      link: '/zh/',
      description: '用 axios 调用腾讯云 API：错误有类型，重试安全，速率可控',
      themeConfig: {
        nav: [
          { text: '指南', link: '/zh/guides/', activeMatch: '^/zh/guides/' },
          { text: 'API（英文）', link: '/api/' },
          { text: '错误码', link: '/explorer/index.html', target: '_self' },
        ],
        sidebar: { '/zh/': chineseGuides },
        outline: { level: [2, 3], label: '本页内容' },
        docFooter: { prev: '上一页', next: '下一页' },
        darkModeSwitchLabel: '外观',
        lightModeSwitchTitle: '切换到浅色',
        darkModeSwitchTitle: '切换到深色',
        sidebarMenuLabel: '菜单',
        returnToTopLabel: '回到顶部',
        langMenuLabel: '切换语言',
        skipToContentLabel: '跳到正文',
      },
    },
  },
})
