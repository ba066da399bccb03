import { render } from 'preact'
import { LanguageProvider } from '../text/language.tsx'
import { App } from './app.tsx'

const root = document.getElementById('app')
if (root) {
  render(
    <LanguageProvider>
      <App />
    </LanguageProvider>,
    root,
  )
}
