import type { RocketChatRoomId } from '../../rocketchat/ids';
import type { HandOver, InstanceTable } from '../../store/instances';

/** Milliseconds between two looks for rooms that other instances have left to this one. */
const LOOK_EVERY_MS = 500;

/** The parts of the app that `HandOvers` uses. */
interface HandOversParts {
	readonly table: Pick<InstanceTable, 'handOver' | 'handOvers' | 'takeOver'>;
	readonly instances: {
		readonly isAlone: boolean;
		readonly isPaused: boolean;
		readonly owns: (matrixRoomId: string) => boolean;
	};
	/** Has a room compared with Matrix. */
	readonly compare: (note: HandOver) => void;
	readonly onFailure: (error: unknown) => void;
}

/**
 * Tells the owner of a room that the room has something new. The platform raises an event on the instance that served the person,
 * which may be another one. A note in the store names only the room: the owner finds the rest in the room's messages.
 */
export class HandOvers {
	/** Rooms whose note is not stored yet. */
	private readonly unwritten = new Map<RocketChatRoomId, HandOver>();
	/** Whether the store may have notes. A note from before this instance was alone has to be found, too. */
	private mayHaveNotes = false;
	private looking: Promise<void> | undefined;

	constructor(private readonly parts: HandOversParts) {}

	/** Begins to look for rooms that are left to this instance, once. */
	start(): void {
		setInterval(() => {
			const { isAlone, isPaused } = this.parts.instances;
			this.mayHaveNotes ||= !isAlone;
			if (this.mayHaveNotes && !isPaused) {
				void this.look();
			}
		}, LOOK_EVERY_MS);
	}

	/** Leaves a room to its owner. A note that cannot be stored is tried again. */
	leave(note: HandOver): void {
		this.mayHaveNotes = true;
		this.unwritten.set(note.roomId, note);
		this.write(note).catch(this.parts.onFailure);
	}

	/** Stores notes that are not stored yet, and takes the rooms that this instance owns. */
	look(): Promise<void> {
		this.looking ??= this.takeOwned()
			.catch(this.parts.onFailure)
			.finally(() => (this.looking = undefined));
		return this.looking;
	}

	private async takeOwned(): Promise<void> {
		const { table, instances, compare } = this.parts;
		for (const note of this.unwritten.values()) {
			await this.write(note);
		}
		this.mayHaveNotes = !instances.isAlone;
		const notes = await table.handOvers();
		this.mayHaveNotes ||= notes.length > 0;
		for (const note of notes) {
			if (instances.owns(note.ownedAs)) {
				await table.takeOver(note);
				compare(note);
			}
		}
	}

	private async write(note: HandOver): Promise<void> {
		await this.parts.table.handOver(note);
		if (this.unwritten.get(note.roomId) === note) {
			this.unwritten.delete(note.roomId);
		}
	}
}
