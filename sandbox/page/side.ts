import type { Download, SentFile } from '../clients/sent-file';
import type { CleanHtml } from './markup/clean-html';

/** One of the two columns of the page: a chat system, and the people whom the user of the page can write as. */
export interface Side {
	readonly title: string;
	/** Whether its people are named by usernames, or by Matrix user ids. */
	readonly kind: 'workspace' | 'matrix';
	/** The emoji that the page offers as reactions. */
	readonly emoji: readonly Emoji[];
	/** What a member of a room can be, the most powerful first. */
	readonly roles: readonly Role[];
	readonly persons: readonly Person[];
}

interface Emoji {
	/** Its name in this chat system, for example `:tada:` in Rocket.Chat. */
	readonly key: string;
	/** The character to display. */
	readonly shown: string;
}

/** A person of one side. Every method throws the side's error if the side refuses. */
export interface Person {
	readonly name: string;
	/** Username in Rocket.Chat, user id on Matrix. */
	readonly address: string;
	/** Their address on the other side of the page: a Matrix user id without `@`, or a ghost's user id. */
	readonly otherAddress: string;
	rooms(): Promise<Room[]>;
	/** Oldest first. */
	messages(roomId: string): Promise<Message[]>;
	/** Sends a message. On Rocket.Chat's side, text that begins with `/` runs a slash command. */
	write(roomId: string, text: string, relation?: Relation): Promise<void>;
	/** Sends a message with a file. @param caption empty: it has none */
	sendFile(roomId: string, file: SentFile, caption: string, relation?: Relation): Promise<void>;
	/**
	 * Downloads something that the page shows.
	 * @param source of a file or of a picture, as this side names it
	 * @throws Error if that is no file of this side
	 */
	download(source: string): Promise<Download>;
	/** @returns the source of this person's avatar; undefined if they have none */
	avatar(): Promise<string | undefined>;
	setAvatar(picture: SentFile): Promise<void>;
	/** Tells the others in a room that this person types, or has stopped. */
	setTyping(roomId: string, typing: boolean): Promise<void>;
	/** Tells the server that this person has read a room up to a message. */
	markRead(roomId: string, messageId: string): Promise<void>;
	activity(roomId: string): Promise<Activity>;
	members(roomId: string): Promise<Members>;
	/** Invites somebody into a room; in Rocket.Chat they are in it at once. */
	invite(roomId: string, address: string): Promise<void>;
	/** Removes a member of a room; leaves it if the address is this person's. */
	removeMember(roomId: string, address: string): Promise<void>;
	/** @param role key of one of the side's roles */
	setRole(roomId: string, address: string, role: string): Promise<void>;
	/** Finds public rooms. @param term empty: all */
	findRooms(term: string): Promise<FoundRoom[]>;
	/** Joins a room that was found. @returns its id */
	joinFound(id: string): Promise<string>;
	/** Edits a message of this person. */
	edit(roomId: string, messageId: string, text: string): Promise<void>;
	/** Deletes a message of this person. */
	remove(roomId: string, messageId: string): Promise<void>;
	/** @param wanted false removes this person's reaction */
	react(roomId: string, messageId: string, emoji: string, wanted: boolean): Promise<void>;
	/** Accepts an invitation. */
	join(roomId: string): Promise<void>;
	/** Declines an invitation. */
	decline(roomId: string): Promise<void>;
	/** Presses a button of a message. @param button its place among them, from 0 @throws Error if there is none */
	press(roomId: string, messageId: string, button: number): Promise<void>;
	/** People with whom a direct message can be opened, for suggestions. */
	knownPeople(): Promise<KnownPerson[]>;
	/**
	 * Opens a direct message with another person of the same side.
	 * @param address theirs
	 * @returns the room's id
	 * @throws Error if nobody has this address
	 */
	openDirectMessage(address: string): Promise<string>;
	/** Calls the listener whenever rooms or messages may have changed. */
	onChange(listener: () => void): void;
}

/** How a new message refers to another one: as a reply (in Rocket.Chat a quote), or in its thread. */
export interface Relation {
	readonly kind: 'reply' | 'thread';
	readonly messageId: string;
}

/** A role in a room in Rocket.Chat, or a power level on Matrix. */
export interface Role {
	readonly key: string;
	readonly name: string;
}

/** The members of a room: at most the first hundred of them. */
export interface Members {
	readonly members: readonly Member[];
	/** How many there are in all. */
	readonly total: number;
}

export interface Member extends ShownPerson {
	readonly role: Role;
	/** Has not joined yet. */
	readonly invited?: boolean;
}

/** A public room. */
export interface FoundRoom {
	readonly id: string;
	readonly name: string;
	/** How many people are in it, its address and its topic. */
	readonly detail: string;
	/** This person is in it. */
	readonly joined: boolean;
}

/** What the others do in a room at the moment. */
export interface Activity {
	/** Names of those who type. */
	readonly typing: readonly string[];
	/** By the id of the last message that they have read: who. Empty on a side that does not show it. */
	readonly read: Readonly<Record<string, readonly ShownPerson[]>>;
}

export interface ShownPerson extends KnownPerson {
	/** Source of the avatar. */
	readonly avatar?: string;
}

export interface KnownPerson {
	readonly name: string;
	readonly address: string;
}

export interface Room {
	readonly id: string;
	readonly name: string;
	readonly kind: 'direct' | 'channel' | 'private';
	/** Tells rooms of one name apart: the addresses of the others, an alias or a number of people. */
	readonly detail: string;
	/** Source of its avatar: in a direct message, that of the other person. */
	readonly avatar?: string;
	/** Addresses of its people, if it is a direct message. */
	readonly people: readonly string[];
	/** Whoever invited this person, who has not joined yet. */
	readonly invitedBy?: KnownPerson;
	/** How many of its messages have buttons to press. */
	readonly waiting: number;
}

export interface Message {
	readonly id: string;
	/** Address of the sender. */
	readonly sender: string;
	readonly name: string;
	/** Source of the sender's avatar. */
	readonly avatar?: string;
	/** The text that an edit starts from. */
	readonly text: string;
	/** The text to display. */
	readonly html: CleanHtml;
	/** Milliseconds since 1970. */
	readonly at: number;
	/**
	 * `own`: this person wrote it. `other`: somebody else did. `notice`: only this person sees it (ephemeral).
	 * `system`: a system message of Rocket.Chat, or `m.notice` on Matrix.
	 */
	readonly kind: 'own' | 'other' | 'notice' | 'system';
	readonly edited: boolean;
	/** The page shows only that there was a message. */
	readonly deleted: boolean;
	/** The messages that it quotes or replies to. */
	readonly quotes: readonly Quote[];
	/** Id of the first message of its thread. */
	readonly thread?: string;
	readonly reactions: readonly Reaction[];
	readonly files?: readonly ShownFile[];
	/** The texts of its blocks, shown in place of its text, as Rocket.Chat's clients do. */
	readonly sections?: readonly CleanHtml[];
	readonly buttons?: readonly ShownButton[];
}

/** A file of a message. */
export interface ShownFile {
	/** How it is shown. `voice`: a voice message; `sticker`: a picture without a frame. */
	readonly kind: 'image' | 'video' | 'audio' | 'voice' | 'sticker' | 'file';
	readonly name: string;
	/** For `download`; undefined: the file cannot be read. */
	readonly source?: string;
	/** Of a smaller picture, for `download`. */
	readonly thumbnail?: string;
	/** Bytes. */
	readonly size?: number;
	/** Pixels. */
	readonly width?: number;
	readonly height?: number;
	readonly caption?: CleanHtml;
}

/** A button of a message. */
interface ShownButton {
	readonly label: string;
	/** `danger` if it looks so. */
	readonly style?: string;
}

export interface Quote {
	/** Undefined if the quoted message is not available. */
	readonly id?: string;
	readonly name: string;
	readonly html: CleanHtml;
}

export interface Reaction extends Emoji {
	/** Source of its picture, if it is a custom emoji. */
	readonly picture?: string;
	/** Names of those who reacted. */
	readonly people: readonly string[];
	/** This person is one of them. */
	readonly own: boolean;
}
