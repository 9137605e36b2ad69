using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using Polly;
using Polly.Retry;
using Polly.Timeout;
using Telemetry.Domain.Alarms;
using Telemetry.Storage.Operations.Alarms;

namespace Telemetry.Storage.Notices;

/// <summary>
/// Posts each notice as JSON. <c>Telemetry-Delivery</c> is its id, the same at every attempt;
/// <c>Telemetry-Signature</c> is <c>t=SECONDS,v1=HEX</c>, the HMAC-SHA256 of <c>SECONDS.BODY</c> with the secret, so
/// that a receiver can tell who sent it and when. A hiccup is tried again at once; what lasts, later and for days.
/// </summary>
public sealed class Webhook : INoticeChannel, IDisposable
{
    public const string ChannelName = "webhook";

    private const int QuickAttempts = 2;

    private readonly WebhookOptions _options;
    private readonly TimeProvider _time;
    private readonly HttpClient _client;
    private readonly ResiliencePipeline<Delivery> _pipeline;

    public Webhook(WebhookOptions options, TimeProvider time)
    {
        _options = options;
        _time = time;
        _client = new HttpClient(
            new SocketsHttpHandler
            {
                // A redirected POST would become a GET.
                AllowAutoRedirect = false,
                PooledConnectionLifetime = TimeSpan.FromMinutes(10),
                UseCookies = false,
            },
            disposeHandler: true)
        {
            // The pipeline's limit takes its time from the TimeProvider.
            Timeout = System.Threading.Timeout.InfiniteTimeSpan,
        };
        _client.DefaultRequestHeaders.UserAgent.ParseAdd("Telemetry/1");
        _pipeline = new ResiliencePipelineBuilder<Delivery> { TimeProvider = time }
            .AddRetry(new RetryStrategyOptions<Delivery>
            {
                ShouldHandle = static arguments => ValueTask.FromResult(
                    arguments.Outcome.Result is { IsSent: false, IsFinal: false }),
                MaxRetryAttempts = QuickAttempts,
                Delay = TimeSpan.FromMilliseconds(250),
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
            })
            .AddTimeout(new TimeoutStrategyOptions { Timeout = options.Timeout })
            .Build();
    }

    public string Name => ChannelName;

    public AlarmPriority LeastPriority => _options.LeastPriority;

    /// <summary>Of a request's body at an instant.</summary>
    public static string Signature(string secret, string body, DateTimeOffset at)
    {
        var seconds = at.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var hash = HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes($"{seconds}.{body}"));
        return $"t={seconds},v1={Convert.ToHexStringLower(hash)}";
    }

    public async Task<Delivery> SendAsync(Notice notice, CancellationToken cancellationToken)
    {
        try
        {
            return await _pipeline.ExecuteAsync(
                static async (state, token) => await state.Self.PostAsync(state.Notice, token),
                (Self: this, Notice: notice), cancellationToken);
        }
        catch (TimeoutRejectedException)
        {
            return Delivery.Again($"{Place} gave no answer within {_options.Timeout.TotalSeconds:0} s");
        }
    }

    public void Dispose() => _client.Dispose();

    private string Place => _options.Url!.GetLeftPart(UriPartial.Authority);

    private async Task<Delivery> PostAsync(Notice notice, CancellationToken cancellationToken)
    {
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, _options.Url);
            request.Content = new StringContent(notice.Content, Encoding.UTF8);
            request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json", "utf-8");
            request.Headers.Add("Telemetry-Delivery", notice.Id.ToString(CultureInfo.InvariantCulture));
            if (_options.SecretFile.Length > 0)
            {
                var secret = (await File.ReadAllTextAsync(_options.SecretFile, cancellationToken)).Trim();
                request.Headers.Add("Telemetry-Signature", Signature(secret, notice.Content, _time.GetUtcNow()));
            }
            using var answer = await _client.SendAsync(
                request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            return Judge(answer.StatusCode);
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException
            or UnauthorizedAccessException)
        {
            return Delivery.Again($"{Place} can't be reached: {exception.Message}");
        }
    }

    private Delivery Judge(HttpStatusCode status) => (int)status switch
    {
        >= 200 and < 300 => Delivery.Sent,
        // It may be mended: wrong secret, too many, not there yet.
        401 or 403 or 404 or 408 or 425 or 429 or >= 500 => Delivery.Again($"{Place} answered {(int)status}"),
        _ => Delivery.Refused($"{Place} answered {(int)status}: it will not take this notice"),
    };
}
