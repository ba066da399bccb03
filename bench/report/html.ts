const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }

export const escapeHtml = (text: string): string => text.replace(/[&<>"]/g, (character) => entities[character] ?? '')

/** Text in which only `code` is marked up. */
export const codeToHtml = (text: string): string => escapeHtml(text).replace(/`([^`]*)`/g, '<code>$1</code>')
