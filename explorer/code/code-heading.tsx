import type { Text } from '../../src/catalog/index.ts'
import { noQuery, searchHref } from '../app/route.ts'
import { findDocument } from '../data/documents.ts'
import { useText } from '../text/language.tsx'
import { CopyButton } from '../ui/copy-button.tsx'
import { Name } from '../ui/name.tsx'

interface Props {
  readonly service: string
  readonly title: Text | undefined
  readonly code: string
  readonly moduleCode: string
}

export function CodeHeading({ service, title, code, moduleCode }: Props) {
  const t = useText()
  const product = service === '*' ? t({ en: 'all products', zh: '所有产品' }) : service
  const document = findDocument(service)
  return (
    <div class="code-heading">
      <p class="crumbs">
        <a href="#/">{t({ en: 'Codes', zh: '错误码' })}</a>
        <span aria-hidden="true"> › </span>
        <a href={searchHref({ ...noQuery, service })}>{product}</a>
        {title && service !== '*' && <span> {t(title)}</span>}
      </p>
      <h1 tabIndex={-1}>
        <code>
          <Name text={code || t({ en: 'any code', zh: '任意错误码' })} />
        </code>
        {moduleCode && (
          <>
            {' '}
            <code class="module">({moduleCode})</code>
          </>
        )}
      </h1>
      <p class="tools">
        <CopyButton label={t({ en: 'Copy the code', zh: '复制错误码' })} text={() => code || moduleCode} />
        <CopyButton label={t({ en: 'Copy a link', zh: '复制链接' })} text={() => location.href} />
        {document && (
          <a class="document" href={document} target="_blank" rel="noreferrer">
            {t({ en: 'The vendor’s documentation', zh: '官方错误码文档' })}
            <span aria-hidden="true"> ↗</span>
          </a>
        )}
      </p>
    </div>
  )
}
