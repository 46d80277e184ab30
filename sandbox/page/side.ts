/** One of the two columns of the page: a chat system with people who can be written as. */
export interface Side {
	readonly title: string;
	readonly persons: readonly Person[];
}

/** Somebody of one side. */
export interface Person {
	readonly name: string;
	/** How people of the same side write them. */
	readonly address: string;
	rooms(): Promise<Room[]>;
	/** Oldest first. */
	messages(roomId: string): Promise<Message[]>;
	/** Says something, or runs a command where the side has them. */
	write(roomId: string, text: string): Promise<void>;
	/** Accepts an invitation. */
	join(roomId: string): Promise<void>;
	/** Opens a direct message with somebody of the same side. @returns the room's id */
	openDirectMessage(address: string): Promise<string>;
	/** Calls back whenever rooms or messages may have changed. */
	onChange(listener: () => void): void;
}

export interface Room {
	readonly id: string;
	readonly name: string;
	/** Waits for an answer to an invitation. */
	readonly invitation: boolean;
}

export interface Message {
	readonly id: string;
	readonly sender: string;
	readonly text: string;
	/** Milliseconds since 1970. */
	readonly at: number;
	/** `own`: written by this person; `notice`: only this person sees it; `system`: what the side itself says. */
	readonly kind: 'own' | 'other' | 'notice' | 'system';
}
