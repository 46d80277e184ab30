import { expect } from 'chai';
import { waitFor } from '../../../sandbox/clients/waiting';
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
