const label = (zh: string, en: string): string => `<span lang="zh-CN">${zh}</span> <span lang="en">${en}</span>`;

const field = (id: string, zh: string, en: string, control: string): string =>
  `<div class="field"><label for="${id}">${label(zh, en)}</label>${control}</div>`;

/** The page that seals a bid in the browser: nothing of it depends on a request, and nothing is in it but places to fill. */
export const sealPageHtml = `<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>密封投标 Seal a bid</title>
<link rel="stylesheet" href="/seal/page.css">
<script type="module" src="/seal/page.js"></script>
</head>
<body>
<main>
<h1>${label('密封投标', 'Seal a bid')}</h1>
<p>${label(
  '投标在您的浏览器中加密，先用锁A，再用锁B；未加密的内容不会离开本机，开标前任何人（包括平台）不能读取。',
  'The bid is encrypted in your browser, for lock A and then for lock B. Nothing unsealed leaves this machine, and nobody, the platform included, can read it before the opening.',
)}</p>
<section aria-labelledby="which"><h2 id="which">${label('项目', 'Tender')}</h2>
${field('tender', '项目编号', 'Id of the tender', '<input id="tender" autocomplete="off" maxlength="64">')}
<button type="button" id="load">${label('载入', 'Load')}</button>
<p id="status" role="status" aria-live="polite"></p></section>
<section id="bid" hidden aria-labelledby="tender-title"><h2 id="tender-title"></h2>
<p>${label('投标截止', 'Deadline')}: <time id="tender-deadline"></time></p>
<p>${label('两把锁的公钥，请与公告核对：', 'The recipients of both locks; compare them with the notice:')}</p><ul id="locks"></ul>
<form id="form"><div id="tender-fields"></div>
<fieldset><legend>${label('附件', 'Documents')}</legend>
${field('documents', '选择文件', 'Choose files', '<input id="documents" type="file" multiple>')}</fieldset>
<fieldset><legend>${label('自留副本', 'Your own copy')}</legend>
${field('own-key', '已有密钥文件（没有则新生成）', 'Your key file (a new key is made without one)', '<input id="own-key" type="file">')}</fieldset>
<div class="field"><input id="incomplete" type="checkbox"><label for="incomplete">${label('有缺项仍密封', 'Seal in spite of gaps')}</label></div>
</form>
<button type="button" id="check">${label('核对', 'Check')}</button>
<button type="button" id="seal">${label('密封', 'Seal')}</button>
<ul id="checks" aria-label="核对结果 What was found"></ul></section>
<section id="result" hidden aria-labelledby="done"><h2 id="done">${label('已密封', 'Sealed')}</h2>
<ul>
<li><a id="download-sealed">${label('下载密封文件', 'Download the sealed file')}</a></li>
<li><a id="download-copy">${label('下载自留副本', 'Download your own copy')}</a></li>
<li><a id="download-key">${label('下载自留副本的密钥，妥善保管', 'Download the key of your own copy, and keep it safe')}</a></li>
</ul>
<dl><dt>SHA-256</dt><dd><output id="sha256"></output></dd><dt>Content-Digest</dt><dd><output id="content-digest"></output></dd></dl>
<h2>${label('提交', 'Hand in')}</h2>
${field('token', '访问令牌（仅用于提交）', 'Access token (for handing in only)', '<input id="token" type="password" autocomplete="off">')}
<div class="field"><input id="replaces" type="checkbox"><label for="replaces">${label('替换已提交的投标', 'Replace the bid handed in before')}</label></div>
<button type="button" id="upload">${label('提交密封文件', 'Hand in the sealed file')}</button>
<pre id="receipt" aria-label="回执 Receipt"></pre>
<a id="download-receipt" hidden>${label('下载回执', 'Download the receipt')}</a></section>
<noscript><p>${label('需要启用脚本；也可使用命令 npm run seal，或 age 程序。', 'Scripts are needed; or use the command npm run seal, or the program age.')}</p></noscript>
</main>
</body>
</html>
`;

export const sealPageCss = `body{font-family:"Noto Sans CJK SC","PingFang SC","Microsoft YaHei",sans-serif;line-height:1.5;margin:0;color:#1b1b1b;background:#fff}
main{max-width:52rem;margin:0 auto;padding:1rem}
fieldset{border:1px solid #767676;margin:1rem 0;padding:.75rem}
.field{display:flex;flex-wrap:wrap;gap:.5rem;margin:.5rem 0;align-items:baseline}
.field label{flex:1 1 16rem}
.field input:not([type=checkbox]),.field textarea,.field select{flex:2 1 20rem;font:inherit;padding:.4rem;border:1px solid #767676}
textarea{min-height:6rem}
[lang=en]{color:#4a4a4a}
button{font:inherit;padding:.5rem 1rem;margin:.25rem .5rem .25rem 0}
:focus-visible{outline:3px solid #005fcc;outline-offset:2px}
output,code,pre,#locks{overflow-wrap:anywhere;white-space:pre-wrap;font-family:monospace}
.fault{color:#a00}
`;
