import { X509Certificate } from 'node:crypto';
import { expect } from 'chai';
import { federationPair } from '../../../sandbox/homeserver/federation-pair';

describe('two homeservers that federate', () => {
	it('are named by their ports and know only each other', async () => {
		const [first, second] = await federationPair('synapse', 'synapse');
		const names = [first.federation, second.federation].map(({ port }) => `localhost:${port}`);
		expect([first.serverName, second.serverName]).to.deep.equal(names);
		expect(new Set(names).size).to.equal(2);
		expect(first.federatesWith).to.deep.equal(names);
		expect(second.federatesWith).to.deep.equal(names);
	});

	it('share a certificate for localhost that signs itself', async () => {
		const [first, second] = await federationPair('synapse', 'synapse');
		expect(first.federation.certificate).to.equal(second.federation.certificate);
		const certificate = new X509Certificate(first.federation.certificate.certificate);
		expect(certificate.checkHost('localhost')).to.equal('localhost');
		expect(certificate.verify(certificate.publicKey)).to.equal(true);
	});

	it('make rooms of a version that Dendrite knows, if one of them is a Dendrite', async () => {
		const versions = async (...software: Parameters<typeof federationPair>) =>
			(await federationPair(...software)).map(({ roomVersion }) => roomVersion);
		expect(await versions('synapse', 'dendrite')).to.deep.equal(['11', '11']);
		expect(await versions('synapse', 'synapse')).to.deep.equal([undefined, undefined]);
	});
});
