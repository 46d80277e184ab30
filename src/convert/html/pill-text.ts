import type { Names } from './names';
import type { Page } from './page';
import type { Pill } from './pill';
import type { Style } from './run';

/** Names that Rocket.Chat finds in a message: default of the setting `UTF8_User_Names_Validation`. */
const findable = /^[0-9a-zA-Z-_.]+$/;
/** These notify everybody, and Rocket.Chat refuses a bot's message that holds one (`BeforeSavePreventMention.ts`). */
const groups = new Set(['all', 'here']);

interface Place {
	readonly page: Page;
	readonly names: Names;
	readonly style: Style;
}

/**
 * Writes a pill: a mention of a local person, the name of anybody else, a bridged room's channel.
 * @param label what the message calls them, if it is needed
 * @returns whether it was written; else it is a link like others
 */
export function writePill({ kind, id }: Pill, label: () => string, { page, names, style }: Place): boolean {
	const name = kind === 'user' ? names.username(id) : names.channel(id);
	if (name === undefined || !findable.test(name) || groups.has(name)) {
		if (kind === 'room') {
			return false;
		}
		page.text(names.displayName(id) ?? (label().replace(/^@/, '').trim() || id), style);
		return true;
	}
	if (kind === 'room') {
		page.add('mention', `#${name}`, style);
	} else if (names.mayMention) {
		page.add('mention', `@${name}`, style);
	} else {
		page.text(`@${name}`, style);
	}
	return true;
}
