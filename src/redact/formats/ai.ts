/** Keys of model vendors and of services around them. */
export const AI_FORMATS = `sk-ant- anthropic - sk-ant-[\\w-]{16,}
sk- openai ds ^sk-[\\w-]{20,}
xai- xai - xai-\\w{60,}
pplx- perplexity - pplx-\\w{40,}
r8_ replicate s ^r8_[A-Za-z0-9]{36,}
tvly- tavily - tvly-[\\w-]{24,}
lsv2_ langsmith - lsv2_(?:pt|sk)_\\w{32,}
hf_|api_org_ hugging-face s ^(?:hf|api_org)_[A-Za-z0-9]{30,}
gsk_ groq - gsk_[A-Za-z0-9]{40,}
nvapi- nvidia - nvapi-[\\w-]{50,}
pcsk_ pinecone - pcsk_[A-Za-z0-9_]{40,}
csk- cerebras ds ^csk-[a-z0-9]{40,}
tgp_v1_ together - tgp_v1_[\\w-]{40,}
fw_ fireworks ds ^fw_[A-Za-z0-9]{20,}
jina_ jina - jina_[A-Za-z0-9_-]{50,}
sk_ elevenlabs s ^sk_[0-9a-f]{40,}
rpa_ runpod s ^rpa_[A-Z0-9]{40}\\w*
apify_api_ apify - apify_api_[A-Za-z0-9]{30,}
fc- firecrawl s ^fc-[0-9a-f]{32,}
ctx7sk- context7 - ctx7sk-[\\w-]{20,}
esecret_ anyscale - esecret_[A-Za-z0-9]{20,}`;
