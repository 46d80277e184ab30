import { expect } from 'chai';
import type { MessageDocument } from '../../../sandbox/workspace/database/documents';
import { quoteLinkedMessages, urlsIn } from '../../../sandbox/workspace/functions/message-links';
import { executeSendMessage } from '../../../sandbox/workspace/functions/send-message';
import { withoutQuoteLinks } from '../../../src/convert/escape/quote-links';
import { memoryServer, someChannel, someUser, then } from '../../sandbox/support/memory-server';

describe('links to messages of the workspace', () => {
	const server = memoryServer();
	const alice = someUser(server, 'alice');
	const room = someChannel(server, 'team', [alice]);
	const quotesOf = (msg: string) => {
		const message: MessageDocument = {
			_id: 'new',
			rid: room._id,
			msg,
			ts: then,
			u: alice,
			_updatedAt: then,
		};
		const urls = urlsIn(message);
		return quoteLinkedMessages(server, { ...message, ...(urls && { urls }) }).attachments ?? [];
	};

	before(async () => {
		await executeSendMessage(server, alice._id, { _id: 'secret', rid: room._id, msg: 'secret' });
	});

	const site = 'http://workspace.example';
	for (const text of [
		`${site}/channel/team?msg=secret`,
		`[ ](${site}/channel/team?msg=secret) look`,
		`x${site}/channel/team?a=b&msg=secret`,
		`${site}?msg=secret ${site}/?%6dsg=secret`,
	]) {
		it(`do not become quotes in ${text}`, () => {
			expect(quotesOf(text)).to.have.lengthOf.at.least(1);
			expect(quotesOf(withoutQuoteLinks(text, `${site}/`))).to.deep.equal([]);
		});
	}

	it('still lead to the message', () => {
		const link = withoutQuoteLinks(`${site}/channel/team?msg=secret`, site);
		expect(link).to.equal('Http://workspace.example/channel/team?msg=secret');
		expect(new URL(link).href).to.equal(`${site}/channel/team?msg=secret`);
	});

	it('are the only links that change', () => {
		const text = `${site}/channel/team https://example.org/?msg=secret`;
		expect(withoutQuoteLinks(text, site)).to.equal(text);
	});
});
