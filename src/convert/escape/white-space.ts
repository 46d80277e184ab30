/**
 * Replaces all white space but tabs and line feeds by spaces. Rocket.Chat's grammar knows no other white space. Its
 * server, which looks for mentions, knows all of Unicode's, and so do the regular expressions here: a no-break or
 * ideographic space would start a word for one of them and not for the other. The width of such a space is lost.
 */
export function withPlainSpace(text: string): string {
	return text.replace(/[^\S\n\t ]/g, ' ');
}
