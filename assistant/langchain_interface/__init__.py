"""The assistant as a LangChain runnable and retriever."""
