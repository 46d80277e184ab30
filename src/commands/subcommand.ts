import type { IRoom } from '@rocket.chat/apps-engine/definition/rooms';
import type { IUser } from '@rocket.chat/apps-engine/definition/users';
import type { Bridge } from '../bridge';
import type { TextKey, Texts } from '../i18n';

/** Somebody's use of a subcommand. */
export interface Invocation {
	readonly user: IUser;
	/** Where it was typed and where the answer is shown. */
	readonly room: IRoom;
	readonly parameters: readonly string[];
	/** Everything there is, for the help. */
	readonly subcommands: readonly Subcommand[];
	/** Says something to this person alone. */
	readonly reply: (text: string) => Promise<void>;
	/** A text in this person's language. */
	readonly text: Texts;
}

/** One thing `/federation` can do. */
export interface Subcommand {
	readonly name: string;
	/** What is typed behind the name, for the help. */
	readonly parameters: string;
	readonly help: TextKey;
	/** Whether it takes the role `admin`. */
	readonly forAdmins: boolean;
	/** @throws FederationError where it cannot be done; the person reads the error's text */
	readonly run: (bridge: Bridge, invocation: Invocation) => Promise<void>;
}
