import type { IUser } from '@rocket.chat/apps-engine/definition/users';
import de from '../i18n/de.json';
import en from '../i18n/en.json';
import es from '../i18n/es.json';
import fr from '../i18n/fr.json';
import ptBR from '../i18n/pt-BR.json';
import { WORD_JOINER } from './convert/escape/word-joiner';

/** The key of a text. */
export type TextKey = keyof typeof en;

/** Gives a text in one language. */
export type Texts = (key: TextKey, parameters?: Readonly<Record<string, string | number>>) => string;

type Table = Readonly<Record<TextKey, string>>;

/** A language that lacks a text does not compile: the error stands at its line below and ends with the missing keys. */
const complete = (table: Table): Table => table;

/** `chat` is a domain, so Rocket.Chat's clients make a link of its bare name. With this character they show it as text. */
const UNLINKED_NAME = `Rocket.${WORD_JOINER}Chat`;

/** Every language with its texts. */
const languages: Readonly<Record<string, Table>> = {
	de: complete(de),
	en,
	es: complete(es),
	fr: complete(fr),
	'pt-BR': complete(ptBR),
};

/**
 * Fills in a text.
 * @param key of a text in `i18n/`
 * @param parameters replace `{{name}}`. Their backticks become apostrophes, so that no value can end the code span around it and
 * inject markup. `{{name|day|days}}` becomes the word that the language has for that number
 * @param language of the reader, such as `en` or `pt-BR`; a language without texts is replaced by English
 */
export function translate(
	key: TextKey,
	parameters: Readonly<Record<string, string | number>> = {},
	language = 'en',
): string {
	const { code, table } = languageFor(language);
	return filledIn(table[key], parameters, code);
}

function filledIn(text: string, parameters: Readonly<Record<string, string | number>>, code: string): string {
	const isOne = (name: string) => new Intl.PluralRules(code).select(Number(parameters[name])) === 'one';
	return text
		.replace(/\{\{(\w+)\|([^|}]*)\|([^}]*)\}\}/g, (_, name: string, one: string, other: string) =>
			isOne(name) ? one : other,
		)
		.replace(/\{\{(\w+)\}\}/g, (placeholder, name: string) =>
			String(parameters[name] ?? placeholder).replaceAll('`', "'"),
		);
}

/**
 * @param reader somebody who may have chosen a language
 * @param workspace whose language is used for people who have chosen none
 * @returns the texts in the reader's language, to be shown in Rocket.Chat
 */
export function textsFor(reader: Pick<IUser, 'settings'>, workspace: { readonly language: string }): Texts {
	const { code, table } = languageFor(reader.settings?.preferences?.language || workspace.language);
	return (key, parameters = {}) =>
		filledIn(table[key].replaceAll('Rocket.Chat', UNLINKED_NAME), parameters, code);
}

/** @returns the texts in the workspace's language, for what everybody in a room reads, here or on Matrix */
export function workspaceTexts({ language }: { readonly language: string }): Texts {
	return (key, parameters) => translate(key, parameters, language);
}

/** @returns the texts in exactly this language, otherwise in its variant of another country, otherwise in English */
function languageFor(language: string): { code: string; table: Table } {
	const tables = Object.entries(languages);
	const [code, table] = tables.find(([each]) => each.toLowerCase() === language.toLowerCase()) ??
		tables.find(([each]) => withoutCountry(each) === withoutCountry(language)) ?? ['en', en];
	return { code, table };
}

/** @returns `pt` of `pt-BR` */
function withoutCountry(language: string): string {
	return language.toLowerCase().replace(/-.*/, '');
}
