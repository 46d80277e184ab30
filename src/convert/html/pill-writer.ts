import type { ElementContext } from './element-context';
import type { Pill } from './pill';

/** The names that Rocket.Chat finds in a message: default of the setting `UTF8_User_Names_Validation`. */
const mentionableName = /^[0-9a-zA-Z-_.]+$/;
/** Mentions of everybody. Rocket.Chat refuses a bot's message that holds one (`BeforeSavePreventMention.ts`). */
const groupMentions = new Set(['all', 'here']);

/** Whether Rocket.Chat finds the name in a message, as that of one person. */
export function isMentionable(name: string): boolean {
	return mentionableName.test(name) && !groupMentions.has(name);
}

/**
 * Writes a pill: a mention of a local user, the name of any other user, a mention of a bridged channel. The name of a
 * local user whom the message does not notify is text.
 * @param label computes the text of the pill; it is the name if no other is known
 * @returns false if nothing was written; then the caller writes the pill as a link
 */
export function writePill(
	{ kind, id }: Pill,
	label: () => string,
	{ builder, people, style }: ElementContext,
): boolean {
	const name = kind === 'user' ? people.username(id) : people.channel(id);
	if (name === undefined || !isMentionable(name)) {
		if (kind === 'room') {
			return false;
		}
		builder.addText(people.displayName(id) ?? (label().replace(/^@/, '').trim() || id), style);
		return true;
	}
	if (kind === 'room') {
		builder.addRun('mention', `#${name}`, style);
	} else if (people.mayMention && (people.mentions?.(id) ?? true)) {
		builder.addRun('mention', `@${name}`, style);
	} else {
		builder.addText(`@${name}`, style);
	}
	return true;
}
