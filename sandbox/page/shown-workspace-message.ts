import { buttonsOf, sectionTextsOf } from '../clients/message-buttons';
import { messageIdInLink, splitQuotes } from '../clients/message-link';
import type { WorkspaceMessage } from '../clients/workspace-message';
import { plainTextAsHtml } from './markup/plain-text';
import { emojiNamed } from './markup/emoji';
import { markdownAsHtml, type Mentioned } from './markup/rocketchat-markdown';
import type { Message, Quote, Reaction, ShownFile } from './side';

/** The texts of system messages by type: only those of the types that occur in the sandbox. */
const systemTexts: Readonly<Record<string, string>> = {
	uj: 'has joined the channel',
	ul: 'has left the channel',
	au: 'added to the channel:',
	ru: 'removed from the channel:',
	r: 'renamed the room to:',
};

/** Where the pictures of a workspace are; undefined: there is none. */
export interface Pictures {
	readonly avatarOf: (username: string) => string | undefined;
	/** @param name of a custom emoji, without colons */
	readonly emojiOf: (name: string) => string | undefined;
}

const noPictures: Pictures = { avatarOf: () => undefined, emojiOf: () => undefined };

/** The kinds of files for which an attachment has fields of their own, such as `image_url`. */
const kinds = ['image', 'video', 'audio'] as const;
/** What the name of a voice message begins with: clients have no other mark (`AudioMessageRecorder`). */
const VOICE_NAME = 'Audio record';

type Fields = Readonly<Record<string, unknown>>;

/**
 * A message as a client of Rocket.Chat shows it (`packages/core-typings/src/IMessage/IMessage.ts`): markdown, quotes in
 * `attachments`, reactions, thread.
 * @param reader username of the person who reads
 * @param pictures of people and custom emoji; a message can name another avatar
 */
export function shownWorkspaceMessage(
	message: WorkspaceMessage,
	reader: string,
	{ avatarOf, emojiOf }: Pictures = noPictures,
): Message {
	const { id, sender, sentAt: at, systemType, raw } = message;
	const mentioned = { ...mentionedIn(raw, reader), emoji: emojiOf };
	const quotes = quotesOf(raw, mentioned);
	const text = quotes.length > 0 ? splitQuotes(message.text).ownText : message.text;
	const avatar = textOf(raw.avatar) || avatarOf(sender);
	const common = {
		...{ id, sender, name: textOf(raw.alias) || textOf(fieldsOf(raw.u).name) || sender, at },
		...(avatar !== undefined && { avatar }),
	};
	const kind = sender === reader ? 'own' : 'other';
	const plain = { edited: false, deleted: false, quotes: [], reactions: [] };
	if (systemType === 'rm') {
		const html = plainTextAsHtml('Message removed');
		return { ...common, ...plain, kind, deleted: true, text: '', html };
	}
	if (systemType !== undefined) {
		const systemText = [systemTexts[systemType] ?? systemType, text === sender ? '' : text]
			.join(' ')
			.trim();
		return { ...common, ...plain, kind: 'system', text: systemText, html: plainTextAsHtml(systemText) };
	}
	const sections = sectionTextsOf(message).map((section) => markdownAsHtml(section, mentioned));
	const files = filesOf(raw, mentioned);
	const buttons = buttonsOf(message).map(({ label, style }) => ({
		label,
		...(style !== undefined && { style }),
	}));
	return {
		...common,
		text,
		html: markdownAsHtml(text, mentioned),
		kind,
		edited: raw.editedAt !== undefined,
		deleted: false,
		quotes,
		...(typeof raw.tmid === 'string' && { thread: raw.tmid }),
		reactions: reactionsOf(raw, reader, emojiOf),
		...(files.length > 0 && { files }),
		...(sections.length > 0 && { sections }),
		...(buttons.length > 0 && { buttons }),
	};
}

/** Rocket.Chat stores a quote as an attachment with the message's link (`createQuoteAttachment`). */
function quotesOf({ attachments }: Fields, mentioned: Mentioned): Quote[] {
	return listOf(attachments)
		.filter(({ message_link: link }) => typeof link === 'string')
		.map(({ message_link: link, author_name: author, text }) => {
			const id = messageIdInLink(textOf(link));
			const html = markdownAsHtml(splitQuotes(textOf(text)).ownText, mentioned);
			return { ...(id !== undefined && { id }), name: textOf(author), html };
		});
}

/** Rocket.Chat stores a file as an attachment that links to it (`sendFileMessage`); a picture may have a thumbnail. */
function filesOf({ attachments }: Fields, mentioned: Mentioned): ShownFile[] {
	return listOf(attachments)
		.filter(({ title_link: link }) => textOf(link).startsWith('/'))
		.map((attachment): ShownFile => {
			const {
				title,
				title_link: source,
				image_url: thumbnail,
				image_dimensions: dimensions,
			} = attachment;
			const kind = kinds.find((each) => attachment[`${each}_url`] !== undefined) ?? 'file';
			const name = textOf(title);
			const size = attachment[kind === 'file' ? 'size' : `${kind}_size`];
			const { width, height } = fieldsOf(dimensions);
			const description = textOf(attachment.description);
			return {
				kind: kind === 'audio' && name.startsWith(VOICE_NAME) ? 'voice' : kind,
				name,
				source: textOf(source),
				...(kind === 'image' && { thumbnail: textOf(thumbnail) }),
				...(typeof size === 'number' && { size }),
				...(typeof width === 'number' && typeof height === 'number' && { width, height }),
				...(description !== '' && { caption: markdownAsHtml(description, mentioned) }),
			};
		});
}

function reactionsOf({ reactions }: Fields, reader: string, emojiOf: Pictures['emojiOf']): Reaction[] {
	return Object.entries(fieldsOf(reactions)).map(([key, reaction]) => {
		const { usernames } = fieldsOf(reaction);
		const people = Array.isArray(usernames) ? usernames.map(String) : [];
		const picture = emojiOf(key.replaceAll(':', ''));
		return {
			...{ key, shown: emojiNamed(key), people, own: people.includes(reader) },
			...(picture !== undefined && { picture }),
		};
	});
}

function mentionedIn({ mentions, channels }: Fields, reader: string): Mentioned {
	return {
		people: listOf(mentions).map(({ username }) => textOf(username)),
		channels: listOf(channels).map(({ name }) => textOf(name)),
		reader,
	};
}

function listOf(value: unknown): Fields[] {
	return Array.isArray(value) ? value.map(fieldsOf) : [];
}

function fieldsOf(value: unknown): Fields {
	return typeof value === 'object' && value !== null ? { ...value } : {};
}

function textOf(value: unknown): string {
	return typeof value === 'string' ? value : '';
}
