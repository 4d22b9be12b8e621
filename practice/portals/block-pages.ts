/** Pages that anti-bot services put in the place of a portal's own (sites.md, section 8). */
import type { Answer } from '../portal.ts';

const HTML = { 'content-type': 'text/html; charset=utf-8' } as const;

/** Cloudflare's managed challenge: status 403 and `cf-mitigated: challenge`. */
export function cloudflareChallenge(host: string): Answer {
  const body = `<!DOCTYPE html><html lang="en-US"><head><title>Just a moment...</title><meta http-equiv="Content-Type" content="text/html; charset=UTF-8"><meta name="robots" content="noindex,nofollow"><meta http-equiv="refresh" content="360"></head><body><div class="main-wrapper" role="main"><div class="main-content"><noscript><div class="h2"><span id="challenge-error-text">Enable JavaScript and cookies to continue</span></div></noscript></div></div><script>(function(){window._cf_chl_opt = {cvId: '3',cZone: '${host}',cType: 'managed',cRay: '9a1b2c3d4e5f6071',cH: 'Qk1v'};var a = document.createElement('script');a.src = '/cdn-cgi/challenge-platform/h/g/orchestrate/chl_page/v1?ray=9a1b2c3d4e5f6071';document.getElementsByTagName('head')[0].appendChild(a);}());</script></body></html>`;
  return { status: 403, headers: { ...HTML, 'cf-mitigated': 'challenge' }, body };
}

/** AWS WAF's JavaScript challenge: a small page with status 202 and an empty title. */
export function awsWafChallenge(): Answer {
  const body = `<!DOCTYPE html>
<html lang="en">
<head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title></title>
    <script type="text/javascript">
    window.awsWafCookieDomainList = [];
    window.gokuProps = {"key":"AQIDAHjcYu/GjX+QlghicBgQ/7bFaQZ+m5FKCMDnO+vTbNg96AHf0QDR8N4FZ0BkUn8kcucXAAAAfjB8BgkqhkiG9w0BBwagbzBtAgEAMGgGCSqGSIb3DQEHATAeBglghkgBZQMEAS4wEQQM","iv":"D549iQCGqAAAB6tD","context":"${'q'.repeat(600)}"};
    </script>
    <script src="https://3f38f7f4f368.83dbb5dc.us-east-1.token.awswaf.com/3f38f7f4f368/challenge.js"></script>
</head>
<body>
    <div id="challenge-container"></div>
    <script type="text/javascript">AwsWafIntegration.saveReferrer();AwsWafIntegration.checkForceRefresh().then((forceRefresh) => { window.location.reload(true); });</script>
    <noscript><h1>JavaScript is disabled</h1>In order to continue, we need to verify that you're not a robot. This requires JavaScript. Enable JavaScript and then reload the page.</noscript>
</body>
</html>`;
  return { status: 202, headers: { 'content-type': 'text/html', 'x-amzn-waf-action': 'challenge' }, body };
}

/** Distil's identification page (Lamudi, 2018), with status 200. */
export function distilBlock(): Answer {
  const body =
    '<!DOCTYPE html><html><head><meta name="ROBOTS" content="NOINDEX, NOFOLLOW"><meta http-equiv="refresh" content="10; url=/distil_r_captcha.html?requestId=1f0c6a2e&httpReferrer=%2F"><script type="text/javascript" src="/dstlcnvt.js" defer></script></head><body><div id="distilIdentificationBlock">&nbsp;</div></body></html>';
  return { status: 200, headers: HTML, body };
}

/** The edge of Mitula and Trovit: 401 and two words. */
export function accessDenied(): Answer {
  return {
    status: 401,
    headers: HTML,
    body: '<html><head><title>Access Denied</title></head><body><h1>Access Denied</h1></body></html>',
  };
}

/** Akamai's interstitial: a random first-party script and an overlay. */
export function akamaiOverlay(status: 200 | 403): Answer {
  const body =
    '<!DOCTYPE html><html lang="en"><head><title></title><script src="/AClxZkjba/3Tq9/x7Vd/akam-sw-policy.js"></script></head><body><div id="sec-overlay" style="display:block"><div id="sec-container"></div></div><script type="text/javascript" src="/AClxZkjba/3Tq9/x7Vd?v=5a8c"></script></body></html>';
  return { status, headers: HTML, body };
}

export function shieldSquareCaptcha(): Answer {
  const body =
    '<!DOCTYPE html><html><head><title>ShieldSquare Captcha</title></head><body><form method="post"><p>Please solve this CAPTCHA to request unblock to the website</p><div class="g-recaptcha" data-sitekey="x"></div></form></body></html>';
  return { status: 200, headers: HTML, body };
}
