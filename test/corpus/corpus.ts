import { blocks } from './blocks';
import { code } from './code';
import { emoji } from './emoji';
import { emphasis } from './emphasis';
import { links } from './links';
import { mentions } from './mentions';
import { other } from './other';
import { prose } from './prose';

/** Messages in Rocket.Chat's markdown, by what they try. */
export const corpus: Readonly<Record<string, readonly string[]>> = {
	emphasis,
	code,
	links,
	mentions,
	emoji,
	blocks,
	other,
	prose,
};

/** All of them. */
export const messages: readonly string[] = Object.values(corpus).flat();
