using System.Globalization;
using System.Net.ServerSentEvents;
using System.Text.Json;

namespace Telemetry.Dashboards.Tests;

/// <summary>A browser's end of <c>/api/live</c>.</summary>
internal sealed class EventStream : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly HttpResponseMessage _answer;
    private readonly IAsyncEnumerator<SseItem<string>> _items;

    private EventStream(HttpResponseMessage answer, IAsyncEnumerator<SseItem<string>> items)
    {
        _answer = answer;
        _items = items;
    }

    public SseItem<string> Last { get; private set; }

    public static Task<EventStream> OpenAsync(DashboardsApp app, string? lastEventId = null) =>
        OpenAsync(app.Client, lastEventId);

    public static async Task<EventStream> OpenAsync(HttpClient client, string? lastEventId = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri("/api/live", UriKind.Relative));
        if (lastEventId is not null) request.Headers.Add("Last-Event-ID", lastEventId);
        var answer = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        Assert.True(answer.IsSuccessStatusCode, answer.StatusCode.ToString());
        Assert.Equal("text/event-stream", answer.Content.Headers.ContentType?.MediaType);
        var items = SseParser.Create(await answer.Content.ReadAsStreamAsync()).EnumerateAsync().GetAsyncEnumerator();
        return new EventStream(answer, items);
    }

    /// <summary>The next event; its data parsed.</summary>
    public async Task<(string Type, JsonElement Data)> NextAsync()
    {
        Assert.True(await _items.MoveNextAsync().AsTask().WaitAsync(Patience), "the stream ended");
        Last = _items.Current;
        using var document = JsonDocument.Parse(Last.Data);
        return (Last.EventType, document.RootElement.Clone());
    }

    /// <summary>True once the stream ends, however it ends.</summary>
    public async Task<bool> EndsAsync()
    {
        try
        {
            while (await _items.MoveNextAsync().AsTask().WaitAsync(Patience))
            {
            }
            return true;
        }
        catch (HttpIOException)
        {
            return true;
        }
    }

    public long Sequence => long.Parse(Last.EventId ?? _items.Current.EventId ?? "-1", CultureInfo.InvariantCulture);

    public async ValueTask DisposeAsync()
    {
        _answer.Dispose();
        await _items.DisposeAsync();
    }
}
