/**
 * A text in which all white space is a space, a tab or a line feed, as Rocket.Chat's grammar knows no other. Its
 * server, which looks for mentions, knows all that Unicode has, and so do the regular expressions here: a no-break or
 * ideographic space would begin a word for one and not for the other. The width of such a space is lost.
 */
export function withPlainSpace(text: string): string {
	return text.replace(/[^\S\n\t ]/g, ' ');
}
