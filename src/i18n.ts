import type { IUser } from '@rocket.chat/apps-engine/definition/users';
import en from '../i18n/en.json';

/** The key of a text. */
export type TextKey = keyof typeof en;

/** Gives a text in one language. */
export type Texts = (key: TextKey, parameters?: Readonly<Record<string, string | number>>) => string;

const languages: Readonly<Record<string, Partial<Record<TextKey, string>>>> = { en };

/**
 * @param key of a text in `i18n/`
 * @param parameters put in for `{{name}}`; whatever they hold, it cannot end the code span it is shown in
 * @param language of the person who reads, such as `en` or `pt-BR`; English where there is no such text
 */
export function translate(
	key: TextKey,
	parameters: Readonly<Record<string, string | number>> = {},
	language = 'en',
): string {
	const text = languages[language]?.[key] ?? languages[language.split('-')[0] ?? '']?.[key] ?? en[key];
	return text.replace(/\{\{(\w+)\}\}/g, (placeholder, name: string) =>
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
