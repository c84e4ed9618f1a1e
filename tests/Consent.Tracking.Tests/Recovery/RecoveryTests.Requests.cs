using static Consent.Tracking.Tests.TrackedHost;

namespace Consent.Tracking.Tests;

/// <content>How the requests of whoever was erased since the backup stand is told by the journal of erasures.</content>
public sealed partial class RecoveryTests
{
    private static readonly Actor s_clerk = Actor.Operator("clerk");

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(true, true)]
    public async Task Requests_of_whoever_was_erased_since_the_backup_stand_as_they_stood(bool encrypts, bool filedBefore)
    {
        _encrypts = encrypts;
        var filed = new Dictionary<SubjectRequestKind, SubjectRequest>();
        await WorkAsync(async host => await host.Tracker.As(Api).ApplyAsync(host.Give(Bea), Stop));
        if (filedBefore)
        {
            await WorkAsync(FileAsync);
        }

        BackUp("before");
        if (!filedBefore)
        {
            await WorkAsync(FileAsync);
        }

        await WorkAsync(async host =>
        {
            var requests = host.Tracker.As(Dpo).Requests;
            filed[SubjectRequestKind.Portability] = (await requests.ExtendAsync(filed[SubjectRequestKind.Portability].Number, "many", cancellationToken: Stop)).Request!;
            filed[SubjectRequestKind.Rectification] = (await requests.RefuseAsync(filed[SubjectRequestKind.Rectification].Number, SubjectRequestRefusal.Excessive, cancellationToken: Stop)).Request!;
            await host.Privacy.As(Manager).EraseAsync(new(Ada, "GDPR 17(1)(b)") { Answers = filed[SubjectRequestKind.Erasure].Number }, Stop);
            filed[SubjectRequestKind.Erasure] = (await requests.FindAsync(filed[SubjectRequestKind.Erasure].Number, Stop))!;
            Assert.True(filed[SubjectRequestKind.Erasure].IsAnsweredByErasure);
        });
        Restore("before");

        var entries = 0L;
        await WorkAsync(async host =>
        {
            await host.Privacy.As(Manager).RecoverAsync(Stop);
            await AssertStandAsync(host);
            entries = (await host.Store.GetHeadAsync(Stop)).Size;
        });
        await WorkAsync(async host =>
        {
            Assert.Null((await host.Privacy.As(Manager).RecoverAsync(Stop)).Restoration);
            await AssertStandAsync(host);
            Assert.Equal(entries, (await host.Store.GetHeadAsync(Stop)).Size);
            Assert.Empty(await host.Tracker.As(s_clerk).Requests.OfAsync(Ada, Stop));
            Assert.True((await host.Audit.As(Dpo).VerifyAsync(cancellationToken: Stop)).IsSound);
        });

        async Task FileAsync(TrackedHost host)
        {
            await host.Tracker.As(Api).ApplyAsync(host.Give(Ada), Stop);
            foreach (var kind in new[] { SubjectRequestKind.Erasure, SubjectRequestKind.Access, SubjectRequestKind.Portability, SubjectRequestKind.Rectification })
            {
                filed.Add(kind, (await host.Tracker.As(s_clerk).Requests.FileAsync(Ada, kind, cancellationToken: Stop)).Request!);
            }
        }

        async Task AssertStandAsync(TrackedHost host)
        {
            foreach (var (kind, request) in filed)
            {
                var found = await host.Tracker.As(Dpo).Requests.FindAsync(request.Number, Stop);

                // The answer is given once more, and dated then, where the erasure itself is done once more.
                Assert.Equal(request with { }, kind == SubjectRequestKind.Erasure && found is { AnsweredAt: not null } ? Redated(found, request) : found);
            }

            Assert.Equal(
                new[] { SubjectRequestKind.Access, SubjectRequestKind.Portability }.Order(),
                (await host.Tracker.As(Dpo).Requests.DueAsync(Timestamp.MaxValue, Stop).ToListAsync(Stop)).Select(r => r.Kind).Order());
        }

        static SubjectRequest Redated(SubjectRequest found, SubjectRequest request)
        {
            Assert.True(found.IsAnsweredByErasure && found.AnsweredAt >= request.AnsweredAt);
            return request;
        }
    }
}
