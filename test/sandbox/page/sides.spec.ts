import { expect } from 'chai';
import { waitFor } from '../../../sandbox/clients/waiting';
import { errorText } from '../../../sandbox/page/error-text';
import type { Message, Person } from '../../../sandbox/page/side';
import { png } from '../support/pictures';
import { TwoSides } from '../support/two-sides';

/** What people of the page do, in a real workspace and on a real homeserver, without the app between them. */
describe('the two sides of the page', () => {
	let sides: TwoSides;
	before(async () => {
		sides = await TwoSides.start();
	});
	after(() => sides.stop());

	/** Each side with a person who acts, another one, and a room that both are in. */
	for (const side of ['workspace', 'matrix'] as const) {
		describe(side, () => {
			let first: Person;
			let second: Person;
			let room: string;
			before(async () => {
				({ first, second, room } = await sides.sharedRoom(side));
			});

			const found = <Found>(what: string, look: () => Promise<Found | undefined>) =>
				waitFor({ what, timeout: 60_000, interval: 100, look });
			const message = (matches: (message: Message) => boolean) =>
				found('the message', async () => (await second.messages(room)).find(matches));
			const file = (name: string, type: string, bytes: Buffer) => ({ name, type, bytes });

			it('sends a picture with a caption, which the other one sees and downloads', async () => {
				await first.sendFile(room, file('cat ☂.png', 'image/png', png), 'my *cat*');
				const shown = await message(({ text }) => text === 'my *cat*');
				const [picture] = shown.files ?? [];
				expect(picture).to.include({ kind: 'image', name: 'cat ☂.png', size: png.length });
				expect([picture?.width, picture?.height]).to.deep.equal([2, 2]);
				for (const source of [picture?.source, picture?.thumbnail]) {
					const { bytes, type } = await second.download(source ?? '');
					expect(bytes.equals(png)).to.equal(true);
					expect(type).to.match(/^image\/png/);
				}
			});

			it('sends a file without a caption into a thread', async () => {
				await first.write(room, 'root');
				const root = await message(({ text }) => text === 'root');
				const relation = { kind: 'thread', messageId: root.id } as const;
				await first.sendFile(
					room,
					file('notes.txt', 'text/plain', Buffer.from('notes')),
					'',
					relation,
				);
				const shown = await message(({ thread }) => thread === root.id);
				expect(shown).to.include({ text: '', html: '' });
				expect(shown.files?.map(({ kind, name }) => [kind, name])).to.deep.equal([
					['file', 'notes.txt'],
				]);
			});

			it('changes the caption and keeps the file', async () => {
				await first.sendFile(room, file('a.txt', 'text/plain', Buffer.from('a')), 'before');
				const { id, files } = await message(({ text }) => text === 'before');
				await first.edit(room, id, 'after');
				const shown = await message(({ text }) => text === 'after');
				expect([shown.id, shown.edited, shown.files]).to.deep.equal([id, true, files]);
			});

			it('has an avatar, which the other one sees at messages', async () => {
				expect(await first.avatar()).to.equal(undefined);
				await first.write(room, 'without a face');
				expect(await message(({ text }) => text === 'without a face')).to.not.have.property('avatar');
				await first.setAvatar(file('face.png', 'image/png', png));
				const { avatar = '' } = await message(
					({ text, avatar }) => text === 'without a face' && Boolean(avatar),
				);
				const own = await first.avatar();
				for (const source of [avatar, own]) {
					expect((await second.download(source ?? '')).type).to.match(/^image\/png/);
				}
			});

			it('sees who types, until they stop', async () => {
				const typing = async () => (await second.activity(room)).typing;
				await second.rooms();
				await first.setTyping(room, true);
				const names = await found('somebody who types', async () => {
					const seen = await typing();
					return seen.length > 0 ? seen : undefined;
				});
				expect(names).to.deep.equal([side === 'workspace' ? 'alice' : 'Bob']);
				expect((await first.activity(room)).typing).to.deep.equal([]);
				await first.setTyping(room, false);
				await found('nobody who types', async () =>
					(await typing()).length === 0 ? true : undefined,
				);
			});

			it('lists the members with their roles, the most powerful first on Matrix', async () => {
				const { members, total } = await first.members(room);
				expect(total).to.equal(2);
				// The creator of a room of version 12 is above every power level.
				const most = side === 'workspace' ? ['Owner'] : ['Administrator', 'Creator'];
				expect(members.map(({ address }) => address)).to.deep.equal([first.address, second.address]);
				expect(most).to.include(members[0]?.role.name);
				expect(members[1]?.role.name).to.equal('Member');
			});

			it('gives and takes a role', async () => {
				const role = async () =>
					(await second.members(room)).members.find(({ address }) => address === second.address)
						?.role;
				for (const key of side === 'workspace' ? ['moderator', 'leader', 'user'] : ['50', '0']) {
					await first.setRole(room, second.address, key);
					await found(`the role ${key}`, async () =>
						(await role())?.key === key ? true : undefined,
					);
				}
			});

			it('says why a role cannot be given', async () => {
				const error = await second
					.setRole(room, second.address, side === 'workspace' ? 'owner' : '100')
					.catch((thrown: unknown) => thrown);
				expect(errorText(error)).to.match(/not allowed|permission/i);
			});

			it('removes a member, and takes them in again', async () => {
				const isIn = async () =>
					(await first.members(room)).members.some(({ address }) => address === second.address);
				await first.removeMember(room, second.address);
				await found('a room without them', async () => ((await isIn()) ? undefined : true));
				await first.invite(room, second.address);
				await found('a room with them', async () => ((await isIn()) ? true : undefined));
				if (side === 'matrix') {
					const { kind } = await found('the invitation', async () =>
						(await second.rooms()).find(({ id, invitedBy }) => id === room && invitedBy),
					);
					expect(kind, 'an invitation to a room').to.equal('private');
					await second.join(room);
				}
				await found('the room', async () =>
					(await second.rooms()).find(({ id, invitedBy }) => id === room && !invitedBy),
				);
			});

			it('finds a public room, joins and leaves it', async () => {
				const { id, term } = await sides.publicRoom(side);
				const find = async () => (await second.findRooms(term)).find((each) => each.id === id);
				const before = await found('the public room', find);
				expect(before).to.include({ name: 'garden-party', joined: false });
				expect(before.detail).to.match(/^1 person/);
				expect(await second.joinFound(id)).to.equal(id);
				await found('the joined room', async () => ((await find())?.joined ? true : undefined));
				await second.removeMember(id, second.address);
				await found('a room that was left', async () => ((await find())?.joined ? undefined : true));
			});

			if (side === 'workspace') {
				it('shows a discussion by its name, with the room that it belongs to', async () => {
					const discussion = await sides.discussion(room, 'Where to eat?');
					const shown = await found('the discussion', async () =>
						(await first.rooms()).find(({ id }) => id === discussion),
					);
					const parent = (await first.rooms()).find(({ id }) => id === room);
					expect(shown).to.include({
						name: 'Where to eat?',
						detail: `discussion in ${parent?.name ?? ''} · 1 person`,
					});
				});
			}

			for (const source of [
				'/api/v1/me',
				'https://example.org/file-upload/a',
				'mxc://../a',
				'mxc://a/../b',
			]) {
				it(`downloads no ${source}`, async () => {
					const error = await second.download(source).catch((thrown: unknown) => thrown);
					expect(error)
						.to.be.an('error')
						.with.property('message')
						.that.matches(/^that is no /);
				});
			}
		});
	}

	it('tells on Matrix who has read up to which message', async () => {
		const { first, second, room } = await sides.sharedRoom('matrix');
		await first.write(room, 'one');
		const one = await waitFor({
			what: 'the message',
			timeout: 60_000,
			interval: 100,
			look: async () => (await second.messages(room)).find(({ text }) => text === 'one'),
		});
		await second.markRead(room, one.id);
		const readers = await waitFor({
			what: 'the receipt',
			timeout: 60_000,
			interval: 100,
			look: async () => (await first.activity(room)).read[one.id],
		});
		expect(readers.map(({ name, address }) => [name, address])).to.deep.equal([
			['Dave', '@dave:localhost'],
		]);
	});

	it('marks a room as read in the workspace', async () => {
		const { first, second, room } = await sides.sharedRoom('workspace');
		await first.write(room, '@carol one');
		const unread = async () => sides.unread(room);
		await waitFor({
			what: 'an unread room',
			timeout: 60_000,
			look: async () => (await unread()) || undefined,
		});
		await second.markRead(room, '');
		await waitFor({
			what: 'a room that is read',
			timeout: 60_000,
			look: async () => ((await unread()) ? undefined : true),
		});
	});
});
