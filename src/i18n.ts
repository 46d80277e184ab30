import type { IUser } from '@rocket.chat/apps-engine/definition/users';
import de from '../i18n/de.json';
import en from '../i18n/en.json';
import es from '../i18n/es.json';
import fr from '../i18n/fr.json';
import ptBR from '../i18n/pt-BR.json';

/** The key of a text. */
export type TextKey = keyof typeof en;

/** Gives a text in one language. */
export type Texts = (key: TextKey, parameters?: Readonly<Record<string, string | number>>) => string;

type Table = Readonly<Record<TextKey, string>>;

/** Every language with its texts. A language without one of the texts does not compile. */
const languages: Readonly<Record<string, Table>> = { de, en, es, fr, 'pt-BR': ptBR };

/**
 * Fills in a text.
 * @param key of a text in `i18n/`
 * @param parameters replace `{{name}}`. Their backticks become apostrophes, so that no value can end the code span around
 * it and inject markup
 * @param language of the reader, such as `en` or `pt-BR`; a language without texts is replaced by English
 */
export function translate(
	key: TextKey,
	parameters: Readonly<Record<string, string | number>> = {},
	language = 'en',
): string {
	return tableFor(language)[key].replace(/\{\{(\w+)\}\}/g, (placeholder, name: string) =>
		String(parameters[name] ?? placeholder).replaceAll('`', "'"),
	);
}

/**
 * @param reader somebody who may have chosen a language
 * @param workspace whose language is used for people who have chosen none
 * @returns the texts in the reader's language
 */
export function textsFor(reader: Pick<IUser, 'settings'>, workspace: { readonly language: string }): Texts {
	const language = reader.settings?.preferences?.language || workspace.language;
	return (key, parameters) => translate(key, parameters, language);
}

/** @returns the texts in exactly this language, otherwise in its variant of another country, otherwise in English */
function tableFor(language: string): Table {
	const tables = Object.entries(languages);
	const found =
		tables.find(([code]) => code.toLowerCase() === language.toLowerCase()) ??
		tables.find(([code]) => withoutCountry(code) === withoutCountry(language));
	return found?.[1] ?? en;
}

/** @returns `pt` of `pt-BR` */
function withoutCountry(language: string): string {
	return language.toLowerCase().replace(/-.*/, '');
}
