import type { IPersistence, IPersistenceRead } from '@rocket.chat/apps-engine/definition/accessors';
import type { RocketChatAssociationRecord as Association } from '@rocket.chat/apps-engine/definition/metadata';
import { BoundedMap } from '../bounded-map';
import type { JournalPage } from './journal-page';
import { keys as allKeys } from './keys';

/** Links one thing in Matrix with the same thing in Rocket.Chat. */
export interface Link<MatrixId extends string, RocketChatId extends string> {
	readonly matrixId: MatrixId;
	readonly rocketChatId: RocketChatId;
	/** The number of the part, counted from 0, if one thing is several things on the other side. */
	readonly part?: number;
	/** When the link was stored, milliseconds since 1970. Set by the table. */
	readonly at?: number;
	/** The page of the journal that lists it. Links of version 0.2 and older, of rooms and of users are in none. */
	readonly page?: JournalPage;
}

/** A link as it is stored. */
type Stored<L> = L & {
	readonly at: number;
	/** A random text that decides between links stored in the same millisecond. */
	readonly claim: string;
};

/** The app's persistence, as the engine hands it to every handler. */
export interface Persistence {
	readonly write: IPersistence;
	readonly read: IPersistenceRead;
}

/** Links that each table keeps in memory, by both sides; older ones are read again. */
const MAX_REMEMBERED = 2_000;

/**
 * All links of one kind. Each link is one record with a key for each side, so that either side finds it with one read, and a key
 * for its page of the journal. Memory is only a cache, since other instances of the server write to the same store. If one thing
 * has several parts, a read of a single link returns the first part.
 */
export class LinkTable<
	MatrixId extends string,
	RocketChatId extends string,
	L extends Link<MatrixId, RocketChatId>,
> {
	private readonly remembered = new BoundedMap<string, L>(2 * MAX_REMEMBERED);

	constructor(
		private readonly persistence: Persistence,
		private readonly keys: {
			readonly matrix: (id: MatrixId) => Association;
			readonly rocketChat: (id: RocketChatId) => Association;
		},
	) {}

	/** @returns the link of something in Matrix */
	async byMatrixId(id: MatrixId): Promise<L | undefined> {
		return this.remembered.get(`matrix ${id}`) ?? this.find(`matrix ${id}`, this.keys.matrix(id));
	}

	/** @returns the link of something in Rocket.Chat */
	async byRocketChatId(id: RocketChatId): Promise<L | undefined> {
		return (
			this.remembered.get(`rocketchat ${id}`) ?? this.find(`rocketchat ${id}`, this.keys.rocketChat(id))
		);
	}

	/** @returns whether memory has a link of something in Rocket.Chat; costs no call to the host */
	remembers(rocketChatId: RocketChatId): boolean {
		return this.remembered.has(`rocketchat ${rocketChatId}`);
	}

	/** @returns the links in memory, each once: those read or written lately */
	rememberedLinks(): ReadonlySet<L> {
		return new Set(this.remembered.values());
	}

	/** Makes the next reads ask the store. */
	forgetMemory(): void {
		this.remembered.clear();
	}

	/** @returns every link of something in Matrix, in the order of the parts */
	async allByMatrixId(id: MatrixId): Promise<L[]> {
		return oneOfEachPart(await this.read(this.keys.matrix(id)));
	}

	/** @returns every link of something in Rocket.Chat, in the order of the parts */
	async allByRocketChatId(id: RocketChatId): Promise<L[]> {
		return oneOfEachPart(await this.read(this.keys.rocketChat(id)));
	}

	/** Stores a link. Use `claim` if another instance may store the same link at the same time. */
	async add(link: L): Promise<void> {
		const stored: Stored<L> = { ...link, at: Date.now(), claim: crypto.randomUUID() };
		await this.persistence.write.createWithAssociations(stored, this.keysOf(link));
		if (!isFirstPart(link)) {
			return;
		}
		for (const key of [`matrix ${link.matrixId}`, `rocketchat ${link.rocketChatId}`]) {
			if (!this.remembered.has(key)) {
				this.remembered.set(key, link);
			}
		}
	}

	/**
	 * Stores a link that another instance may be storing at the same time. The store has no unique index, so this reads
	 * back what is stored, and the first link wins.
	 * @returns the link that won
	 */
	async claim(link: L): Promise<L> {
		await this.add(link);
		return (await this.find(`matrix ${link.matrixId}`, this.keys.matrix(link.matrixId))) ?? link;
	}

	/**
	 * Changes the details of a link, not what it links.
	 * @param link as it was read, with the new details
	 */
	async change(link: L): Promise<void> {
		await this.persistence.write.updateByAssociations(this.keysOf(link), link);
		this.forgetRemembered(link);
		this.rememberFirstPart(link);
	}

	/** Removes every link of the link's Matrix side. */
	async forget(link: L): Promise<void> {
		await this.persistence.write.removeByAssociation(this.keys.matrix(link.matrixId));
		this.forgetRemembered(link);
	}

	/** Removes only this link; links of other parts stay. */
	async drop(link: L): Promise<void> {
		await this.persistence.write.removeByAssociations(this.keysOf(link));
		this.forgetRemembered(link);
	}

	private keysOf({ matrixId, rocketChatId, page }: L): Association[] {
		const bothSides = [this.keys.matrix(matrixId), this.keys.rocketChat(rocketChatId)];
		return page === undefined ? bothSides : [...bothSides, allKeys.journal(page)];
	}

	/** @param name the key in memory */
	private async find(name: string, key: Association): Promise<L | undefined> {
		const [first] = await this.read(key);
		if (first) {
			this.remembered.set(name, first);
			this.rememberFirstPart(first);
		}
		return first;
	}

	private async read(key: Association): Promise<L[]> {
		const found = (await this.persistence.read.readByAssociation(key)) as Stored<L>[];
		return found.sort(
			(a, b) => (a.part ?? 0) - (b.part ?? 0) || a.at - b.at || a.claim.localeCompare(b.claim),
		);
	}

	private forgetRemembered({ matrixId, rocketChatId }: L): void {
		this.remembered.delete(`matrix ${matrixId}`);
		this.remembered.delete(`rocketchat ${rocketChatId}`);
	}

	/** Only the first part is kept in memory: a later part has the same key on one side and would replace it. */
	private rememberFirstPart(link: L): void {
		if (isFirstPart(link)) {
			this.remembered.set(`matrix ${link.matrixId}`, link);
			this.remembered.set(`rocketchat ${link.rocketChatId}`, link);
		}
	}
}

function isFirstPart({ part = 0 }: { readonly part?: number }): boolean {
	return part === 0;
}

/** Two instances, or an edit that came before its message, may have linked the same part; the first link counts. */
function oneOfEachPart<L extends { readonly part?: number }>(sorted: readonly L[]): L[] {
	return sorted.filter(({ part }, index) => index === 0 || part !== sorted[index - 1]?.part);
}
