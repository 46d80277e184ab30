import { expect } from 'chai';
import { connectionSettingsIn, mirrorIn } from '../../../sandbox/homeserver/apt-mirror';

describe("the machine's own apt configuration", () => {
	it('gives the mirror of the archive and not that of the security updates', () => {
		const listing = [
			'http://security.mirror.test/debian-security/ trixie-security main',
			'http://mirror.test/debian/ trixie contrib',
			'http://mirror.test/debian/ trixie main',
			'http://mirror.test/debian/ trixie-updates main',
			'',
		].join('\n');
		expect(mirrorIn(listing)).to.equal('http://mirror.test/debian');
	});

	it('gives a mirror below a longer path', () => {
		expect(mirrorIn('https://mirror.test/pub/linux/debian/ sid main\n')).to.equal(
			'https://mirror.test/pub/linux/debian',
		);
	});

	it('gives nothing where the archives are of another distribution or on a disk', () => {
		const listing = [
			'http://mirror.test/ubuntu/ noble main',
			'cdrom://debian/ trixie main',
			'https://packages.test/node_20.x/ nodistro main',
			'http://mirror.test/debian-security/ trixie/updates main',
		].join('\n');
		expect(mirrorIn(listing)).to.equal(undefined);
		expect(mirrorIn('')).to.equal(undefined);
	});

	it('gives proxies and certificates, and nothing else, to the root that is made', () => {
		const dump = [
			'APT::Architecture "amd64";',
			'Acquire::http::Proxy "http://proxy.test:3128";',
			'Acquire::http::Proxy::mirror.test "DIRECT";',
			'Acquire::https::mirror.test::CaInfo "/etc/ssl/own.pem";',
			'Acquire::https::Verify-Peer "false";',
			'Acquire::http::Pipeline-Depth "0";',
			'Acquire::http::Proxy-Auto-Detect "";',
			'Acquire::ftp::Proxy "http://proxy.test:3128";',
			'Acquire::https::Proxy "";',
		].join('\n');
		expect(connectionSettingsIn(dump)).to.deep.equal([
			'Acquire::http::Proxy "http://proxy.test:3128";',
			'Acquire::http::Proxy::mirror.test "DIRECT";',
			'Acquire::https::mirror.test::CaInfo "/etc/ssl/own.pem";',
			'Acquire::https::Verify-Peer "false";',
		]);
	});
});
