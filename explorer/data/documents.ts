/**
 * The vendor's document of a product's error codes, where the sources of this catalog name one. The official list of
 * most products is not among them; no address is guessed.
 */
const documents: Readonly<Record<string, string>> = {
  adp: 'https://www.tencentcloud.com/document/product/1254/81449',
  cloudbase: 'https://docs.cloudbase.net/error-code/basic',
  cos: 'https://cloud.tencent.com/document/product/436/7730',
  im: 'https://cloud.tencent.com/document/product/269/1671',
  lkeap: 'https://www.tencentcloud.com/document/product/1255/70381',
  tokenhub: 'https://cloud.tencent.com/document/product/1823/131595',
}

export const findDocument = (service: string): string | undefined =>
  Object.hasOwn(documents, service) ? documents[service] : undefined
