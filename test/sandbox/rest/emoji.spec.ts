import { expect } from 'chai';
import { DomainRest, type Answer } from '../support/domain-rest';
import { memoryServer, someUser } from '../support/memory-server';

// apps/meteor/server/api/v1/emoji-custom.ts, server/lib/emoji-custom/insertOrUpdateEmoji.ts
describe('the REST API of custom emoji', () => {
	const server = memoryServer();
	const alice = someUser(server, 'alice');
	const admin = someUser(server, 'root', { roles: ['admin'] });
	let rest: DomainRest;

	before(async () => {
		rest = await DomainRest.start(server);
	});

	after(() => rest.stop());

	const create = (name: string, { aliases = '', user = admin } = {}): Promise<Answer> => {
		const form = new FormData();
		form.append('name', name);
		form.append('aliases', aliases);
		form.append('emoji', new Blob(['GIF89a'], { type: 'image/gif' }), 'picture.gif');
		return rest.call('v1/emoji-custom.create', user, form);
	};
	const list = async (): Promise<Answer[]> =>
		(await rest.call('v1/emoji-custom.all', alice)).emojis as Answer[];

	it('lets administrators add and delete them', async () => {
		expect((await create('parrot', { user: alice })).status).to.equal(403);
		expect((await create('parrot', { aliases: 'bird,ara' })).status).to.equal(200);
		const [parrot] = await list();
		expect(parrot).to.deep.include({ name: 'parrot', aliases: ['bird', 'ara'], extension: 'gif' });
		const deletion = { emojiId: parrot?._id };
		expect((await rest.call('v1/emoji-custom.delete', alice, deletion)).status).to.equal(403);
		expect((await rest.call('v1/emoji-custom.delete', admin, deletion)).status).to.equal(200);
		expect(await list()).to.deep.equal([]);
		expect((await rest.call('v1/emoji-custom.delete', admin, deletion)).errorType).to.equal(
			'Custom_Emoji_Error_Invalid_Emoji',
		);
	});

	it('shows the picture to everybody, and a question mark for an emoji that is gone', async () => {
		await create('dog');
		const dog = (await list()).find(({ name }) => name === 'dog');
		expect(dog?.etag).to.match(/^\w{6}$/);
		const picture = await rest.fetch('/emoji-custom/dog.gif?etag=x');
		expect(await picture.text()).to.equal('GIF89a');
		for (const path of ['/emoji-custom/dog.png', '/emoji-custom/nothing.gif']) {
			const gone = await rest.fetch(path);
			expect([gone.status, gone.headers.get('content-type')]).to.deep.equal([200, 'image/svg+xml']);
		}
	});

	it('refuses names that are no names, and names that are taken', async () => {
		await create('cat', { aliases: 'kitty' });
		expect((await create('a cat')).errorType).to.equal('error-input-is-not-a-valid-field');
		for (const name of ['cat', 'kitty']) {
			expect((await create(name)).errorType).to.equal(
				'Custom_Emoji_Error_Name_Or_Alias_Already_In_Use',
			);
		}
	});
});
