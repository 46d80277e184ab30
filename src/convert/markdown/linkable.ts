import { hrefSchemes } from './href';

// The domains of countries, and the most common of the others.
const countryDomains =
	'ac ad ae af ag ai al am ao aq ar as at au aw ax az ba bb bd be bf bg bh bi bj bm bn bo br bs bt bw by bz ca cc cd cf ' +
	'cg ch ci ck cl cm cn co cr cu cv cw cx cy cz de dj dk dm do dz ec ee eg er es et eu fi fj fk fm fo fr ga gd ge gf ' +
	'gg gh gi gl gm gn gp gq gr gs gt gu gw gy hk hm hn hr ht hu id ie il im in io iq ir is it je jm jo jp ke kg kh ki ' +
	'km kn kp kr kw ky kz la lb lc li lk lr ls lt lu lv ly ma mc md me mg mh mk ml mm mn mo mp mq mr ms mt mu mv mw mx ' +
	'my mz na nc ne nf ng ni nl no np nr nu nz om pa pe pf pg ph pk pl pm pn pr ps pt pw py qa re ro rs ru rw sa sb sc ' +
	'sd se sg sh si sk sl sm sn so sr ss st su sv sx sy sz tc td tf tg th tj tk tl tm tn to tr tt tv tw tz ua ug uk us ' +
	'uy uz va vc ve vg vi vn vu wf ws ye yt za zm zw';
const genericDomains =
	'academy agency ai app arpa art asia biz blog business cafe careers cat center chat church city click cloud club ' +
	'codes coffee com community company coop design dev digital directory earth edu education email energy engineering ' +
	'events expert finance foundation fun fyi game games gmbh google gov group guide guru health help host house info ' +
	'institute int international jobs land law legal life link live love ltd management market marketing media mil ' +
	'mobi money moe museum name net network news ngo one ong online org page partners party photo photos pics plus ' +
	'press pro productions pub red rest rocks run sale school science services shop site social software solutions ' +
	'space store stream studio style support systems team tech technology tel theatre today tools top tours town toys ' +
	'training travel tube university vip watch web website wiki work works world wtf xyz zone';
const topLevelDomains = new Set(`${countryDomains} ${genericDomains}`.split(' '));

/**
 * Decides whether a bare address becomes a link: `rocket.chat` does, `file.txt` does not. An address with one of the
 * schemes that Matrix allows is a link, whatever its domain is. A host of one label is a link only if it is `localhost`
 * or a domain of the workspace; `http://localhosts` is none.
 * Rocket.Chat: rule "AutolinkedURL", which asks a list of public suffixes of 100 kB; here only the common ones are
 * known
 * @param address with or without a scheme
 * @param customDomains domains that the workspace added
 */
export function isLinkable(address: string, customDomains: readonly string[]): boolean {
	const { scheme, host } = schemeAndHostOf(address);
	if (!isHostName(host) || !/^[a-z0-9.+-]*$/.test(scheme)) {
		return false;
	}
	const isMail = address.startsWith('mailto:');
	return (
		(hrefSchemes.has(scheme) && host.includes('.')) ||
		(!isMail && (host === 'localhost' || ipAddress.test(host))) ||
		topLevelDomains.has(host.slice(host.lastIndexOf('.') + 1)) ||
		customDomains.some((domain) => host === domain || host.endsWith(`.${domain}`))
	);
}

/**
 * Decides whether Rocket.Chat certainly makes a link of a bare address: unlike `isLinkable` it is sure only of the public
 * domains that it knows, whatever the scheme is.
 */
export function hasPublicDomain(address: string): boolean {
	const { host } = schemeAndHostOf(address);
	return (
		host === 'localhost' ||
		ipAddress.test(host) ||
		(isHostName(host) && topLevelDomains.has(host.slice(host.lastIndexOf('.') + 1)))
	);
}

/** @returns both in lower case, and empty if the address has none; the host without dots at its end */
function schemeAndHostOf(address: string): { readonly scheme: string; readonly host: string } {
	const colon = address.indexOf(':/');
	const [authority = ''] = address
		.slice(colon < 0 ? 0 : colon + 1)
		.replace(/^\/+/, '')
		.split(/[/?#]/, 1);
	// What is before the last colon is the host, so `localhost:a:b` has none.
	const host = authority.slice(authority.lastIndexOf('@') + 1).replace(/(?<=.):[^:]*$/, '');
	return {
		scheme: address.slice(0, Math.max(colon, 0)).toLowerCase(),
		host: withoutDotsAtEnd(host).toLowerCase(),
	};
}

/** Removes the dots in a loop: a regular expression would take quadratic time for many dots before another character. */
function withoutDotsAtEnd(host: string): string {
	let end = host.length;
	while (host.charAt(end - 1) === '.') {
		end--;
	}
	return host.slice(0, end);
}

const ipAddress = /^\d{1,3}(?:\.\d{1,3}){3}$/;
const hostCharacters = /^[a-z0-9_\u0080-\uFFFF][a-z0-9._\u0080-\uFFFF-]*$/;
const LONGEST_HOST = 255;
const LONGEST_LABEL = 63;

function isHostName(host: string): boolean {
	return (
		host.length <= LONGEST_HOST &&
		hostCharacters.test(host) &&
		!/[._-]\.|-$/.test(host) &&
		host.split('.').every(({ length }) => length <= LONGEST_LABEL)
	);
}
