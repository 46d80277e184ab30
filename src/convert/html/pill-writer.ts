import type { ElementContext } from './element-context';
import type { Pill } from './pill';

/** The names that Rocket.Chat finds in a message: default of the setting `UTF8_User_Names_Validation`. */
const mentionableName = /^[0-9a-zA-Z-_.]+$/;
/** Mentions of everybody. Rocket.Chat refuses a bot's message that holds one (`BeforeSavePreventMention.ts`). */
const groupMentions = new Set(['all', 'here']);

/**
 * Writes a pill: a mention of a local user, the name of any other user, a mention of a bridged channel.
 * @param label computes the text of the pill; it is the name if no other is known
 * @returns false if nothing was written; then the caller writes the pill as a link
 */
export function writePill(
	{ kind, id }: Pill,
	label: () => string,
	{ builder, people, style }: ElementContext,
): boolean {
	const name = kind === 'user' ? people.username(id) : people.channel(id);
	if (name === undefined || !mentionableName.test(name) || groupMentions.has(name)) {
		if (kind === 'room') {
			return false;
		}
		builder.addText(people.displayName(id) ?? (label().replace(/^@/, '').trim() || id), style);
		return true;
	}
	if (kind === 'room') {
		builder.addRun('mention', `#${name}`, style);
	} else if (people.mayMention) {
		builder.addRun('mention', `@${name}`, style);
	} else {
		builder.addText(`@${name}`, style);
	}
	return true;
}
