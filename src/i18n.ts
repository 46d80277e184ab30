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

/** Every language there are texts in. One that lacks a text does not compile. */
const languages: Readonly<Record<string, Table>> = { de, en, es, fr, 'pt-BR': ptBR };

/**
 * @param key of a text in `i18n/`
 * @param parameters put in for `{{name}}`; whatever they hold, it cannot end the code span it is shown in
 * @param language of the person who reads, such as `en` or `pt-BR`; English where there are no texts in it
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
 * @param reader who has chosen a language, or has not
 * @param workspace whose language counts for those
 * @returns the texts as this person reads them
 */
export function textsFor(reader: Pick<IUser, 'settings'>, workspace: { readonly language: string }): Texts {
	const language = reader.settings?.preferences?.language || workspace.language;
	return (key, parameters) => translate(key, parameters, language);
}

/** @returns the texts in this very language, or else as another country speaks it, or else in English */
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
