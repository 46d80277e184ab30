import strategy from 'emoji-toolkit/emoji_strategy.json';

interface Emoji {
	readonly shortname: string;
	readonly shortname_alternates: readonly string[];
	/** Code points in hexadecimal, joined with hyphens. */
	readonly unicode_output: string;
}

const characters = new Map(
	Object.values(strategy as Record<string, Emoji>).flatMap(
		({ shortname, shortname_alternates: others, unicode_output: points }) =>
			[shortname, ...others].map((name): [string, string] => [name, characterOf(points)]),
	),
);

/** @param name for example `:tada:` @returns the emoji; the name itself if it is unknown, as for custom emoji */
export function emojiNamed(name: string): string {
	return characters.get(name) ?? name;
}

function characterOf(points: string): string {
	return String.fromCodePoint(...points.split('-').map((point) => parseInt(point, 16)));
}
