import { render } from 'preact'
import { loadNames } from '../data/names.ts'
import { LanguageProvider } from '../text/language.tsx'
import { App } from './app.tsx'

const root = document.getElementById('app')
if (root) {
  loadNames().then(() =>
    render(
      <LanguageProvider>
        <App />
      </LanguageProvider>,
      root,
    ),
  )
}
