// As much of a page as axios' tests for browsers need; they bring their own XMLHttpRequest.
const cookies = new Map()

const document = {
  body: { innerHTML: '' },
  get cookie() {
    return [...cookies].map(([name, value]) => `${name}=${value}`).join('; ')
  },
  set cookie(text) {
    const [pair, ...attributes] = text.split(';').map((part) => part.trim())
    const [name, ...value] = pair.split('=')
    const expires = attributes.find((attribute) => /^expires=/i.test(attribute))?.slice('expires='.length)
    if (expires && Date.parse(expires) <= Date.now()) cookies.delete(name)
    else cookies.set(name, value.join('='))
  },
}

const page = {
  window: globalThis,
  self: globalThis,
  document,
  location: new URL('http://localhost/'),
  XMLHttpRequest: class {},
}
for (const [name, value] of Object.entries(page)) {
  Object.defineProperty(globalThis, name, { value, configurable: true, writable: true })
}
