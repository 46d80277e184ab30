import { expect } from 'chai';
import type { RocketChatMessageId } from '../../src/rocketchat/ids';
import { UploadEchoes } from '../../src/rocketchat/upload-echoes';

const message = 'mid' as RocketChatMessageId;

describe('message of an upload', () => {
	it('is known if its event came before', async () => {
		const echoes = new UploadEchoes();
		echoes.add('up', message);
		expect(await echoes.messageOf('up', 1)).to.equal(message);
	});

	it('is waited for', async () => {
		const echoes = new UploadEchoes();
		const found = echoes.messageOf('up', 60_000);
		echoes.add('other', 'x' as RocketChatMessageId);
		echoes.add('up', message);
		expect(await found).to.equal(message);
	});

	it('is unknown if its event does not come', async () => {
		expect(await new UploadEchoes().messageOf('up', 1)).to.equal(undefined);
	});
});
