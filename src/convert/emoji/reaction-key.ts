import type { JsonObject } from '../json';
import { shortcodeOf, unicodeOf } from './emoji';
import { withVariationSelector } from './emoji-variation';

/**
 * The key of a reaction on Matrix is an emoji, the name of a custom emoji between colons, or the address of its image.
 * Equal keys are one reaction there. Rocket.Chat knows only names, and an emoji has several.
 */

/** What of the content of an `m.reaction` names the emoji. */
export interface ReactionEmoji {
	readonly key: string;
	/** The name of a custom emoji whose image is the key, with its colons. MSC4027, "Custom images in reactions" */
	readonly shortcode?: string;
}

/**
 * Names the emoji of a reaction on Matrix. Bridges write the name of a custom emoji as the key; clients send the image as
 * the key, and the name in a field of its own.
 * @returns a name without colons, the same for every spelling of an emoji; undefined if the key is no emoji and names none
 */
export function emojiNameOfReaction(content: JsonObject, key: string): string | undefined {
	const { shortcode, 'com.beeper.reaction.shortcode': unstable } = content;
	const [name] = [shortcode, unstable].filter((given) => typeof given === 'string');
	const typed = /^:([\w+-]+):$/.exec(key)?.[1] ?? /^:?([\w+-]+):?$/.exec(name ?? '')?.[1];
	return shortcodeOf(key) ?? (typed && primaryNameOf(typed));
}

/** @returns the first of the names that an emoji of Unicode has; the name itself for any other */
function primaryNameOf(name: string): string {
	const emoji = unicodeOf(name);
	return (emoji && shortcodeOf(emoji)) ?? name;
}

/**
 * @param shortcode with its colons; any of those that the emoji has
 * @returns the emoji with U+FE0F wherever Unicode allows it, or the shortcode itself of a custom one
 */
export function reactionKeyOf(shortcode: string): string {
	const emoji = unicodeOf(shortcode.slice(1, -1));
	return emoji === undefined ? shortcode : withVariationSelector(emoji);
}

/**
 * Chooses what a reaction is sent with: the key that most others used for the same emoji on that event, so that all of
 * them are one reaction; the picture or else `reactionKeyOf` if nobody used another one more often.
 * @param shortcode with its colons
 * @param others the reactions on the event
 * @param image the address of the picture, if the emoji is a custom one whose picture is on Matrix
 */
export function chooseReactionKey(
	shortcode: string,
	others: readonly { readonly key: string; readonly content: JsonObject }[],
	image?: string,
): ReactionEmoji {
	const text = reactionKeyOf(shortcode);
	const usual = image ?? text;
	const name = emojiNameOfReaction({}, text);
	const counts = new Map<string, number>();
	for (const { key, content } of others) {
		if (key === usual || emojiNameOfReaction(content, key) === name) {
			counts.set(key, (counts.get(key) ?? 0) + 1);
		}
	}
	let [chosen, most] = [usual, counts.get(usual) ?? 0];
	for (const [key, count] of counts) {
		if (count > most) {
			[chosen, most] = [key, count];
		}
	}
	return chosen.startsWith('mxc://') ? { key: chosen, shortcode } : { key: chosen };
}
