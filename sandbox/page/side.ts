import type { CleanHtml } from './markup/clean-html';

/** One of the two columns of the page: a chat system with people who can be written as. */
export interface Side {
	readonly title: string;
	/** The reactions that are offered. */
	readonly emoji: readonly Emoji[];
	readonly persons: readonly Person[];
}

/** What a side calls an emoji, and how it looks. */
export interface Emoji {
	readonly key: string;
	readonly shown: string;
}

/** Somebody of one side. What they do fails with an Error where the side refuses it. */
export interface Person {
	readonly name: string;
	/** How people of the same side write them. */
	readonly address: string;
	rooms(): Promise<Room[]>;
	/** Oldest first. */
	messages(roomId: string): Promise<Message[]>;
	/** Says something, or runs a command where the side has them. */
	write(roomId: string, text: string, relation?: Relation): Promise<void>;
	/** Says something else in place of a message of this person. */
	edit(roomId: string, messageId: string, text: string): Promise<void>;
	/** Takes back a message of this person. */
	remove(roomId: string, messageId: string): Promise<void>;
	/** @param wanted false takes this person's reaction back */
	react(roomId: string, messageId: string, emoji: string, wanted: boolean): Promise<void>;
	/** Accepts an invitation. */
	join(roomId: string): Promise<void>;
	/** Opens a direct message with somebody of the same side. @returns the room's id */
	openDirectMessage(address: string): Promise<string>;
	/** Calls back whenever rooms or messages may have changed. */
	onChange(listener: () => void): void;
}

/** What a new message has to do with another one: it quotes or answers it, or goes on with it in a thread. */
export interface Relation {
	readonly kind: 'reply' | 'thread';
	readonly messageId: string;
}

export interface Room {
	readonly id: string;
	readonly name: string;
	/** Waits for an answer to an invitation. */
	readonly invitation: boolean;
}

export interface Message {
	readonly id: string;
	/** Address. */
	readonly sender: string;
	readonly name: string;
	/** As its writer would edit it. */
	readonly text: string;
	/** As it is shown. */
	readonly html: CleanHtml;
	/** Milliseconds since 1970. */
	readonly at: number;
	/** `own`: written by this person; `notice`: only this person sees it; `system`: what the side itself says. */
	readonly kind: 'own' | 'other' | 'notice' | 'system';
	readonly edited: boolean;
	/** The side shows only that there was a message. */
	readonly deleted: boolean;
	/** What it quotes or answers. */
	readonly quotes: readonly Quote[];
	/** Id of the first message of the thread that it stands in. */
	readonly thread?: string;
	readonly reactions: readonly Reaction[];
}

export interface Quote {
	/** Not known where the quoted message is gone. */
	readonly id?: string;
	readonly name: string;
	readonly html: CleanHtml;
}

export interface Reaction extends Emoji {
	/** Names of those who reacted. */
	readonly people: readonly string[];
	/** This person did, too. */
	readonly own: boolean;
}
