/**
 * The emoticons that Rocket.Chat shows as emoji, by the shortcode of the emoji.
 * Rocket.Chat: packages/message-parser, rule "EmoticonPattern"
 */
const emoticons: Readonly<Record<string, string>> = {
	heart: '<3',
	broken_heart: '</3',
	smiley: ':D :-D =D',
	laughing: '>:) >;) >:-) >=)',
	sweat_smile: "':) ':-) '=) ':D ':-D '=D",
	joy: ":') :'-)",
	innocent: 'O:-) 0:-3 0:3 0:-) 0:) 0;^) O:) O;-) O=) 0;-) O:-3 O:3',
	slight_smile: ':) :-) =] =) :]',
	wink: ';) ;-) *-) *) ;-] ;] ;D ;^)',
	kissing_heart: ':* :-* =* :^*',
	stuck_out_tongue: ':P :-P =P :-\u00DE :\u00DE :-b :b',
	stuck_out_tongue_winking_eye: '>:P X-P',
	sunglasses: 'B-) B) 8) 8-) B-D 8-D',
	disappointed: '>:[ :-( :( :-[ :[ =(',
	confused: '>:\\ >;/ :-/ :-. :/ :\\ =/ =\\ :L =L',
	persevere: '>.<',
	cry: ":'( ;( ;-(",
	angry: '>:( >:-( :@',
	flushed: ':$ =$',
	fearful: 'D:',
	sweat: "':( ':-( '=(",
	no_mouth: ':-X :X :-# :# =X =#',
	expressionless: '-_- -__- -___-',
	open_mouth: ':-O :O O_O >:O',
	dizzy_face: '#-) #) %-) %) X) X-)',
	thumbsup: '(y)',
	person_gesturing_ok: '*\\0/* \\0\\/ *\\O/* \\O\\/',
};

/** An emoticon such as `:)` and the shortcode of its emoji. */
interface Emoticon {
	readonly text: string;
	readonly shortcode: string;
}

/** All emoticons. None starts with another one. */
export const emoticonList: readonly Emoticon[] = Object.entries(emoticons).flatMap(([shortcode, list]) =>
	list.split(' ').map((text) => ({ text, shortcode })),
);

const byFirstCharacter: (Emoticon[] | undefined)[] = [];
for (const emoticon of emoticonList) {
	(byFirstCharacter[emoticon.text.charCodeAt(0)] ??= []).push(emoticon);
}

/** @returns the emoticon that starts at an index of a text */
export function emoticonAt(text: string, index: number): Emoticon | undefined {
	const candidates = byFirstCharacter[text.charCodeAt(index)];
	if (candidates) {
		for (const emoticon of candidates) {
			if (text.startsWith(emoticon.text, index)) {
				return emoticon;
			}
		}
	}
	return undefined;
}
